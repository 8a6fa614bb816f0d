import { definePolicy } from "../framework/definePolicy";
import { isFor } from "../framework/companions";
import { fields, given } from "../framework/inputs";

const functionType = "aws:lambda/function:Function";
const invokeConfigType = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

export const lambdaFailures = definePolicy({
  name: "lambda-function-require-failure-destination",
  description: "An event that a Lambda function fails on is kept.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  remediation: [
    "Keep what failed:",
    "",
    "    new aws.lambda.FunctionEventInvokeConfig(name, { functionName: lambda.name,",
    "      destinationConfig: { onFailure: { destination: queue.arn } } }, { parent: this });",
  ],
  concerns: functionType,
  beside: [invokeConfigType],
  judgeStack: (stack) => {
    const keeping = stack
      .ofType(invokeConfigType)
      .filter(({ props }) => given(fields(fields(props.destinationConfig).onFailure).destination));
    return stack
      .ofType(functionType)
      .filter(({ props }) => !given(fields(props.deadLetterConfig).targetArn))
      .filter((found) => !keeping.some((config) => isFor(config, "functionName", found)))
      .map(({ name, urn }) => ({
        message:
          `Function ${name} forgets the events that it failed on. Give it an aws.lambda.FunctionEventInvokeConfig with ` +
          "`destinationConfig.onFailure`, or a `deadLetterConfig`.",
        urn,
      }));
  },
});
