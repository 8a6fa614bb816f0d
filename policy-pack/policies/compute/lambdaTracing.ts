import { definePolicy } from "../framework/definePolicy";
import { fields } from "../framework/inputs";

export const lambdaTracing = definePolicy({
  name: "lambda-function-require-tracing",
  description: "X-Ray shows where a Lambda function spends its time and what it calls.",
  severity: "low",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
  remediation: [
    'Set `tracingConfig: { mode: "Active" }`, and allow the function\'s role `xray:PutTraceSegments` and',
    "`xray:PutTelemetryRecords`; without these AWS refuses the function.",
  ],
  types: ["aws:lambda/function:Function"],
  judge: ({ name, props }) =>
    isTraced(props.tracingConfig)
      ? []
      : [`Function ${name} is not traced. Set \`tracingConfig: { mode: "Active" }\`.`],
  mend: ({ props }) => (isTraced(props.tracingConfig) ? undefined : { tracingConfig: { mode: "Active" } }),
});

const isTraced = (config: unknown) =>
  typeof config === "symbol" || typeof fields(config).mode === "symbol" || fields(config).mode === "Active";
