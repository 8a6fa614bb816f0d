import { z } from "zod";
import { awsManagedPolicy } from "../../access/awsManagedPolicies";
import { matchesText, tokenize } from "../../access/pattern";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";

/** What the ARN of a resource ends in, by type; these have names that AWS managed policies for CodeCommit speak of. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  "aws:cloudwatch/eventRule:EventRule": (name) => `arn:aws:events:us-east-1:123456789012:rule/${name}`,
  "aws:sns/topic:Topic": (name) => `arn:aws:sns:us-east-1:123456789012:${name}`,
};

export const forbidManagedNames = definePolicy({
  name: "codecommit-name-forbid-managed-pattern",
  description: "No rule or topic has a name by which an AWS managed policy lets developers change it.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/security-iam-awsmanpol.html",
  remediation: [
    "Begin names with something of your own, for example `ccp-prod-`, and never with `codecommit`.",
  ],
  config: {
    managedPolicies: z
      .array(z.string())
      .default(["AWSCodeCommitFullAccess", "AWSCodeCommitPowerUser"])
      .describe("Names of the AWS managed policies that teams have."),
  },
  types: Object.keys(arns),
  judge: ({ type, name, props }, { managedPolicies }) => {
    // The engine names it after the program where the program does not.
    const physical = typeof props.name === "string" ? props.name : name;
    const arn = arns[type](physical);
    return managedPolicies.flatMap((policy) => {
      const found = changes(policy, arn);
      if (!found)
        return [`It cannot be told what ${policy} allows on ${physical}: the pack has no copy of it.`];
      return found.length === 0
        ? []
        : [`${policy} allows ${list(found)} on ${physical}, because of its name. Call it something else.`];
    });
  },
});

/** What a managed policy allows on a resource by its name. What it allows on all, no other name would close. */
function changes(policy: string, arn: string): readonly string[] | undefined {
  return awsManagedPolicy(`arn:aws:iam::aws:policy/${policy}`)
    ?.statements.filter(
      ({ effect, resources: on }) => effect === "Allow" && on?.patterns.some(singlesOut(arn)),
    )
    .flatMap(({ actions }) => actions.patterns)
    .filter((action) => !/:(Describe|Get|List)/.test(action));
}

const singlesOut = (arn: string) => (pattern: string) =>
  pattern !== "*" && matchesText(tokenize(pattern) ?? [], arn);
