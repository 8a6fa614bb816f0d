import { definePolicy } from "../framework/definePolicy";

export const lambdaUrl = definePolicy({
  name: "lambda-function-url-require-authorization",
  description: "The URL of a Lambda function asks who calls.",
  severity: "high",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  remediation: ['Set `authorizationType: "AWS_IAM"`.'],
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  judge: ({ name, props }) =>
    props.authorizationType === "NONE"
      ? [`Function URL ${name} answers the whole internet. Set \`authorizationType: "AWS_IAM"\`.`]
      : [],
});
