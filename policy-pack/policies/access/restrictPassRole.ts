import type { Statement } from "../../access/policy";
import { definePolicy } from "../framework/definePolicy";
import { capitalised } from "../wording";
import { grantTypes, names, statementsOf } from "./statements";

export const restrictPassRole = definePolicy({
  name: "iam-policy-restrict-pass-role",
  description: "A role is handed over by name, and to a service that is named.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  remediation: [
    '    { Effect: "Allow", Action: "iam:PassRole", Resource: taskRoleArn,',
    '      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }',
  ],
  types: grantTypes,
  judge: (subject) =>
    statementsOf(subject).flatMap(({ statement, where }) => {
      if (statement.effect === "Deny" || !names(statement, "iam:PassRole")) return [];
      const wide = isWide(statement) ? ["on roles that it does not name"] : [];
      const open = namesService(statement) ? [] : ["to any service"];
      const how = [...wide, ...open].join(" and ");
      return how === ""
        ? []
        : [
            `${capitalised(where)} allows iam:PassRole ${how}. Name the roles, and the service in \`iam:PassedToService\`.`,
          ];
    }),
});

const isWide = ({ resources: on }: Statement) =>
  on === undefined || on.negated || on.patterns.some((pattern) => !/:role\/[^*?]+$/.test(pattern));

const namesService = ({ conditions }: Statement) =>
  conditions.some(
    ({ operator, key, values }) =>
      key.toLowerCase() === "iam:passedtoservice" &&
      /^(StringEquals|StringEqualsIgnoreCase|StringLike)$/.test(operator) &&
      values.every((value) => !/[*?]/.test(value)),
  );
