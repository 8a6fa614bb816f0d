import { awsManagedPolicy } from "../../access/awsManagedPolicies";
import { matchesText, tokenize } from "../../access/pattern";

/** ARNs by name, for the types of which AWS managed policies for CodeCommit speak by name. */
export const arns: Readonly<Record<string, (name: string) => string>> = {
  "aws:cloudwatch/eventRule:EventRule": (name) => `arn:aws:events:us-east-1:123456789012:rule/${name}`,
  "aws:sns/topic:Topic": (name) => `arn:aws:sns:us-east-1:123456789012:${name}`,
};

/** What a managed policy allows on a resource by its name. What it allows on all, no other name would close. */
export function changes(policy: string, arn: string): readonly string[] | undefined {
  return awsManagedPolicy(`arn:aws:iam::aws:policy/${policy}`)
    ?.statements.filter(
      ({ effect, resources: on }) => effect === "Allow" && on?.patterns.some(singlesOut(arn)),
    )
    .flatMap(({ actions }) => actions.patterns)
    .filter((action) => !/:(Describe|Get|List)/.test(action));
}

const singlesOut = (arn: string) => (pattern: string) =>
  pattern !== "*" && matchesText(tokenize(pattern) ?? [], arn);
