import { definePolicy } from "../framework/definePolicy";

export const lambdaConcurrency = definePolicy({
  name: "lambda-function-require-reserved-concurrency",
  description: "A Lambda function can neither take all of the account's concurrency nor be left without.",
  severity: "low",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  remediation: ["Set `reservedConcurrentExecutions: 10`, or what the function needs at most."],
  types: ["aws:lambda/function:Function"],
  judge: ({ name, props: { reservedConcurrentExecutions: reserved } }) =>
    typeof reserved === "symbol" || (typeof reserved === "number" && reserved >= 0)
      ? []
      : [
          `Function ${name} shares the account's concurrency with all others. Set \`reservedConcurrentExecutions\`.`,
        ],
});
