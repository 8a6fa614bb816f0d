import { actionsOf, expandActions, isConditionKey } from "./catalogue";
import type { Policy, Statement } from "./policy";

/**
 * What a policy names and AWS does not know: misspelt actions allow and deny nothing, and misspelt condition keys are
 * never in a request. One clause each, for advice: AWS may know something newer.
 */
export function strangers({ statements }: Policy): readonly string[] {
  return statements.flatMap((statement) => [
    ...statement.actions.patterns.flatMap((pattern) => strangeAction(pattern, statement)),
    ...statement.conditions
      .filter(({ key }) => !isConditionKey(key))
      .map(({ key }) => `${titled(statement)} compares ${key}, which AWS lists for no request`),
  ]);
}

function strangeAction(pattern: string, statement: Statement): readonly string[] {
  const [service] = pattern.split(":");
  // What stands for more than one service, such as "*", is nothing misspelt.
  if (/[*?]/.test(service)) return [];
  if (!actionsOf(service))
    return [`${titled(statement)} names ${pattern}, but there is no service ${service}`];
  const found = expandActions({ negated: false, patterns: [pattern] });
  return found.length > 0 ? [] : [`${titled(statement)} names ${pattern}, but ${service} has no such action`];
}

/** "statement Push", "statement 2" */
const titled = ({ label }: Statement) => (/^statement \d+$/.test(label) ? label : `statement ${label}`);
