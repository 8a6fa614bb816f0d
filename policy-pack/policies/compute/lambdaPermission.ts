import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { given } from "../framework/inputs";

export const lambdaPermission = definePolicy({
  name: "lambda-permission-require-source",
  description: "A service invokes a Lambda function for one resource of one account, and nobody else does.",
  severity: "high",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  remediation: ["Say for what: `sourceArn: rule.arn, sourceAccount: accountId`."],
  config: {
    accountInArn: z
      .array(z.string())
      .default(["sns.amazonaws.com"])
      .describe("Services whose source ARN names the account and that are not documented to send it apart."),
  },
  types: ["aws:lambda/permission:Permission"],
  judge: ({ name, props }, { accountInArn }) => {
    const principal = String(props.principal);
    if (principal === "*" && !given(props.principalOrgId)) {
      return [
        `Permission ${name} lets anyone invoke the function. Name a principal, or a \`principalOrgId\`.`,
      ];
    }
    if (!principal.endsWith(".amazonaws.com")) return [];
    return [
      ...(given(props.sourceArn)
        ? []
        : [`Permission ${name} lets ${principal} invoke the function for anything. Set \`sourceArn\`.`]),
      ...(given(props.sourceAccount) || accountInArn.includes(principal)
        ? []
        : [
            `Permission ${name} lets ${principal} invoke the function for any account. Set \`sourceAccount\`.`,
          ]),
    ];
  },
});
