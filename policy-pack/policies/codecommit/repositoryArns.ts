import type { Stack } from "../../access/resources";
import { declaredGuards, declaredPrimaries } from "../declarations";

/** By name. Those that the components of the stack declare: before an update no repository knows its own ARN. */
export function repositoryArns({ resources }: Stack): ReadonlyMap<string, string> {
  const declared = [...declaredPrimaries(resources), ...declaredGuards(resources)];
  const made = resources
    .filter(({ type }) => type === "aws:codecommit/repository:Repository")
    .flatMap(({ props: { arn } }) => (typeof arn === "string" && arn.startsWith("arn:") ? arn : []));
  const arns = [...made, ...declared.flatMap((found) => ("value" in found ? found.value.repositories : []))];
  return new Map(arns.map((arn) => [arn.split(":").at(-1) ?? "", arn]));
}
