import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { fields } from "../framework/inputs";
import { looksSecret } from "./secretLooking";

export const lambdaSecrets = definePolicy({
  name: "lambda-function-forbid-secrets-in-environment",
  description: "No environment variable of a Lambda function holds a secret.",
  severity: "high",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-security",
  remediation: ["Keep the secret in Secrets Manager, give the function its ARN, and let it read it."],
  config: { allowed: z.array(z.string()).default([]).describe("Variables that only look like secrets.") },
  types: ["aws:lambda/function:Function"],
  judge: ({ name, props }, { allowed }) =>
    Object.entries(fields(fields(props.environment).variables))
      .filter(([variable, value]) => !allowed.includes(variable) && looksSecret(variable, value))
      .map(
        ([variable]) =>
          `Variable ${variable} of function ${name} looks like a secret, which everybody reads who may see the function. ` +
          "Keep it in Secrets Manager and pass its ARN.",
      ),
});
