import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";

/** Source: Lambda developer guide, "Supported runtimes"; those that are deprecated before 2027 are left out. */
const supported = [
  ...["nodejs22.x", "nodejs24.x", "python3.11", "python3.12", "python3.13", "python3.14"],
  ...["java11", "java17", "java21", "java25", "dotnet10", "ruby3.3", "ruby3.4", "provided.al2023"],
];

export const lambdaRuntime = definePolicy({
  name: "lambda-function-require-supported-runtime",
  description: "A Lambda function runs on a runtime that AWS still patches.",
  severity: "high",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  remediation: ['Move to a runtime that is supported: `runtime: "nodejs24.x"`.'],
  config: { runtimes: z.array(z.string()).min(1).default(supported).describe("Runtimes that may be used.") },
  types: ["aws:lambda/function:Function"],
  judge: ({ name, props }, { runtimes }) =>
    typeof props.runtime !== "string" || runtimes.includes(props.runtime)
      ? []
      : [
          `Function ${name} runs on ${props.runtime}, which is not among the supported ones. Use ${runtimes.join(", ")}.`,
        ],
});
