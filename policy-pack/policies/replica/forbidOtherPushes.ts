import { identitiesOf } from "../../access/identities";
import { refMoves } from "../../access/refMoves";
import { refMovingActions } from "../../access/refMovingActions";
import type { Stack } from "../../access/resources";
import { names } from "../access/statements";
import { declaredReplicas } from "../declarations";
import { definePolicy } from "../framework/definePolicy";
import { findingOn, type Finding } from "../framework/finding";
import { finding, list } from "../wording";
import { allowancesOf } from "./allowances";
import { replicaType } from "./replicas";

export const forbidOtherPushes = definePolicy({
  name: "codecommit-replica-forbid-other-pushes",
  description:
    "In a replica's stack no role but the declared writer may move a reference anywhere, and no identity at all one of the primary's repositories.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  remediation: [
    "Allow codecommit:GitPush on the copies to the writer's role only; the dispatcher starts tasks and no more.",
  ],
  concerns: replicaType,
  judgeStack: (stack) => {
    const others = otherRoles(stack);
    return [
      ...others.map(({ found }) => found),
      ...movesOfSources(stack, new Set(others.map(({ role }) => role))),
    ];
  },
});

function otherRoles(stack: Stack): readonly { readonly role: string; readonly found: Finding }[] {
  const writers = declaredReplicas(stack.resources).flatMap((found) =>
    "value" in found ? [found.value.writer] : [],
  );
  return allowancesOf(stack)
    .filter(({ role }) => !writers.includes(role))
    .map((allowance) => ({
      ...allowance,
      moves: refMovingActions.filter((action) => names(allowance.statement, action)),
    }))
    .filter(({ moves }) => moves.length > 0)
    .map(({ role, where, urn, moves }) => ({
      role,
      found: findingOn(
        `Role ${role} is allowed ${list(moves)} by ${where}. Only the writer of a replica pushes: take it away.`,
        urn,
      ),
    }));
}

/** What is copied is written where it is: the writer, too, only reads it. */
function movesOfSources(stack: Stack, reported: ReadonlySet<string>): readonly Finding[] {
  const identities = identitiesOf(stack.resources).all.filter(
    ({ kind, name }) => kind !== "role" || !reported.has(name),
  );
  const replicas = declaredReplicas(stack.resources).flatMap((found) =>
    "value" in found ? [{ sources: found.value.sources, urn: found.urn }] : [],
  );
  return replicas.flatMap(({ sources, urn }) =>
    refMoves(identities, { repositories: sources, ...anyReference }).map((move) =>
      findingOn(
        `${finding(move)}. A replica only reads what it copies: take away what allows it.`,
        move.identity.urn ?? urn,
      ),
    ),
  );
}

const anyReference = { references: ["refs/?*"], preferred: ["refs/heads/main"] };
