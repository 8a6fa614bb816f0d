import type { Condition } from "../../access/condition";
import type { Statement } from "../../access/policy";
import { titled } from "../access/statements";
import { judgeTrust, roleType, takesNothing } from "../crossAccount/trust";
import type { DeclaredReplica } from "../declarations";
import { definePolicy } from "../framework/definePolicy";
import { findingOn } from "../framework/finding";
import { list } from "../wording";
import { accountIn, judgeReplicas, replicaType } from "./replicas";

const tasks = "ecs-tasks.amazonaws.com";
const functions = "lambda.amazonaws.com";

export const restrictWriterTrust = definePolicy({
  name: "codecommit-replica-restrict-writer-trust",
  description:
    "Only ECS tasks of the replica's account take the writer's role, and Lambda where the replica declares a function: no user, account, federation or other service.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
  remediation: [
    '    { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole",',
    '      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }',
  ],
  concerns: replicaType,
  beside: [roleType],
  judgeStack: (stack) =>
    judgeReplicas(stack, (replica) =>
      stack
        .ofType(roleType)
        .filter(({ name, props }) => (props.name ?? name) === replica.writer)
        .flatMap((role) =>
          judgeTrust({ ...role, ignoreChanges: [] }, ({ statement }) =>
            excess(statement, replica).map(
              (more) =>
                `The writer ${replica.writer} may be taken by ${more}, by ${titled(statement.label)} of its trust policy. ` +
                "Only the tasks and the function that the replica declares may take it: take it away.",
            ),
          ).map((message) => findingOn(message, role.urn)),
        ),
    ),
});

/** Whom a statement lets take the role beside those that the replica declares. */
function excess(statement: Statement, replica: DeclaredReplica): readonly string[] {
  const { principals, conditions, actions } = statement;
  if (!principals || principals.negated) return ["everybody but some"];
  if (takesNothing(statement)) return [];
  const others = Object.entries(principals.ids).flatMap(([type, ids]) =>
    ids.filter((id) => type !== "Service" || !declared(id, replica)),
  );
  const strange = actions.negated || actions.patterns.some((action) => !/^sts:AssumeRole$/i.test(action));
  const forStrangers =
    principals.ids.Service?.includes(tasks) &&
    !conditions.some((condition) => namesAccount(condition, accountIn(replica.copies.at(0) ?? "")));
  return [
    ...(others.length > 0 ? [list(others)] : []),
    ...(forStrangers ? ["ECS tasks of any account"] : []),
    ...(strange ? [`whoever ${list(actions.patterns)} concerns`] : []),
  ];
}

/** Without a function to hand over from, the writer is none. */
const declared = (service: string, { handsOverTo }: DeclaredReplica) =>
  service === tasks || (service === functions && handsOverTo !== undefined);

/** `…IfExists` and `ForAllValues` hold without the key, and a pattern of accounts is more than one. */
function namesAccount({ operator, key, values }: Condition, account: string | undefined): boolean {
  if (!/^(String|Arn)(Equals|Like)$/.test(operator)) return false;
  if (/^aws:SourceAccount$/i.test(key)) return values.every((value) => value === account);
  return (
    /^aws:SourceArn$/i.test(key) &&
    values.every((value) => /^arn:[^:*?]+:ecs:[^:]*:([^:]*):/.exec(value)?.[1] === account)
  );
}
