import { matchesText, tokenize } from "../../access/pattern";
import type { Statement } from "../../access/policy";
import { unknown, type StackResource } from "../../access/resources";
import { isAnyone } from "./callers";
import { isFor } from "./companions";
import { definePolicy, type PackPolicy, type PolicyDefinition } from "./definePolicy";
import { readStatements, statementsWhere } from "./statements";
import { capitalised } from "../wording";

export interface TlsRule extends Pick<PolicyDefinition<never>, "name" | "description" | "url"> {
  readonly noun: string;
  /** The resource, the resource that is its policy, and the latter's property that names the former. */
  readonly of: string;
  readonly policy: string;
  readonly link: string;
  /** What must be denied in the clear. */
  readonly action: string;
}

/** A resource's policy must deny what comes without TLS. */
export function requireTls({ noun, of, policy, link, action, ...rule }: TlsRule): PackPolicy {
  const remedy = `Deny ${action} to everybody where \`aws:SecureTransport\` is false.`;
  return definePolicy({
    ...rule,
    severity: "medium",
    remediation: [
      "Add this statement to its policy:",
      "",
      `    { Effect: "Deny", Principal: { AWS: "*" }, Action: "${action}", Resource: arn,`,
      '      Condition: { Bool: { "aws:SecureTransport": "false" } } }',
    ],
    types: [policy],
    judge: ({ name, props }) =>
      readStatements(props.policy) === undefined
        ? []
        : statementsWhere(props.policy, (statement) => deniesPlain(statement, action)).length > 0
          ? []
          : [`The policy of ${noun} ${name} admits requests without TLS. ${remedy}`],
    concerns: of,
    beside: [policy],
    judgeStack: (stack) =>
      stack
        .ofType(of)
        .filter((found) => !hasOwn(found, action))
        .filter((found) => !stack.ofType(policy).some((candidate) => isFor(candidate, link, found)))
        .map(({ name, urn }) => ({
          message: `${capitalised(noun)} ${name} has no policy, so it takes requests without TLS. ${remedy}`,
          urn,
        })),
  });
}

/** A policy among the resource's own inputs. After an update AWS's default policy stands there too. */
function hasOwn({ props, propertyDependencies }: StackResource, action: string): boolean {
  if (props.policy === unknown) return "policy" in propertyDependencies;
  return statementsWhere(props.policy, (statement) => deniesPlain(statement, action)).length > 0;
}

function deniesPlain(statement: Statement, action: string): boolean {
  const { effect, actions, conditions } = statement;
  const [condition, ...others] = conditions;
  return (
    effect === "Deny" &&
    isAnyone(statement) &&
    !actions.negated &&
    actions.patterns.some((pattern) => matchesText(tokenize(pattern) ?? [], action, true)) &&
    others.length === 0 &&
    condition?.operator === "Bool" &&
    condition.key.toLowerCase() === "aws:securetransport" &&
    condition.values.join() === "false"
  );
}
