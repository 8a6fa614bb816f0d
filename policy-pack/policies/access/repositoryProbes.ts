import type { Identity } from "../../access/identities";
import { names } from "./statements";

const unheardOf = "probe-7f3a91";

/**
 * Repositories that stand for those that an identity's statements about an action speak of, in the regions there may be:
 * each pattern filled in, where an allow or an exemption from a deny would show.
 *
 * @param known a repository of the stack, whose account and region are the usual ones
 */
export function repositoryProbes(
  { policies }: Identity,
  action: string,
  known = "arn:aws:codecommit:us-east-1:123456789012:probe",
  regions: readonly string[] = [],
): readonly string[] {
  const base = known.split(":").with(5, unheardOf);
  const written = policies
    .flatMap(({ policy }) => policy.statements)
    .filter((statement) => names(statement, action))
    .flatMap(({ resources }) => resources?.patterns ?? [])
    .map((pattern) => pattern.split(":"));
  return [
    base,
    ...regions.map((region) => base.with(3, region)),
    ...written.map((pattern) => base.map((usual, index) => filled(pattern.at(index), usual))),
  ]
    .filter(([, , service]) => service === "codecommit")
    .map((parts) => parts.join(":"));
}

/** A component of an ARN in which `*` stands for what is usual there, or for a piece of a name. */
function filled(pattern: string | undefined, usual: string): string {
  if (pattern === undefined || pattern === "" || pattern === "*") return usual;
  return pattern.replaceAll("*", usual).replaceAll("?", "x");
}
