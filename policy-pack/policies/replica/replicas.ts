import type { Stack } from "../../access/resources";
import { declaredReplicas, problemOf, type DeclaredReplica } from "../declarations";
import type { Finding } from "../framework/finding";

export const replicaType = "codecommit-platform:index:Replica";

/** Judges each replica of a stack by what it declares; one that cannot be read is reported. */
export function judgeReplicas(
  stack: Stack,
  judge: (replica: DeclaredReplica, urn: string | undefined) => readonly Finding[],
): readonly Finding[] {
  return declaredReplicas(stack.resources).flatMap((found) =>
    "value" in found ? judge(found.value, found.urn) : [problemOf(found)],
  );
}

export const nameIn = (arn: string) => arn.split(":").at(5);
export const regionIn = (arn: string) => arn.split(":").at(3);
export const accountIn = (arn: string) => arn.split(":").at(4);
