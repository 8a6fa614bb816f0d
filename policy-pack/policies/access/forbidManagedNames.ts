import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { arns, changes } from "./managedNames";

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
