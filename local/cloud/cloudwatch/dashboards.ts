import { z } from "zod";
import type { ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import { text } from "../properties";
import { recordHandler } from "../store/records";

const metric = z.array(z.unknown()).min(1);

const placed = {
  x: z.int().min(0).max(23).optional(),
  y: z.int().min(0).optional(),
  width: z.int().min(1).max(24).optional(),
  height: z.int().min(1).max(1000).optional(),
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const body = z.object({
  widgets: z
    .array(
      z.discriminatedUnion("type", [
        z.object({
          ...placed,
          type: z.literal("metric"),
          properties: z.object({ region: z.string(), metrics: z.array(metric).min(1) }),
        }),
        z.object({
          ...placed,
          type: z.literal("alarm"),
          properties: z.object({
            alarms: z
              .array(z.string().regex(/^arn:[\w-]+:cloudwatch:[\w-]+:\d{12}:alarm:/))
              .min(1)
              .max(100),
          }),
        }),
        z.object({ ...placed, type: z.literal("text"), properties: z.object({ markdown: z.string() }) }),
      ]),
    )
    .max(500),
});

/** Dashboards: kept and checked, shown by nobody. */
export function dashboardHandler(account: Account): ResourceHandler {
  return recordHandler(account.store.table("dashboards"), {
    replaceOn: ["dashboardName"],
    exists: "DashboardExists",
    check: (inputs) => {
      checkName(text(inputs, "dashboardName"));
      checkBody(text(inputs, "dashboardBody"));
    },
    describe: (inputs) => {
      const name = text(inputs, "dashboardName");
      checkName(name);
      checkBody(text(inputs, "dashboardBody"));
      return { id: name, outputs: { dashboardArn: arn(account, "cloudwatch", "", `dashboard/${name}`) } };
    },
  });
}

/** @throws {AwsError} InvalidParameterValue */
function checkName(name: string): void {
  if (/^[\w-]{1,255}$/.test(name)) return;
  throw new AwsError(
    "InvalidParameterValue",
    `The dashboard name ${name} has other than A-Z a-z 0-9 - and _`,
  );
}

/** @throws {AwsError} InvalidParameterInput */
function checkBody(json: string): void {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw invalid("The field dashboardBody must be a valid JSON object");
  }
  const { error } = body.safeParse(value);
  if (error === undefined) return;
  const problems = error.issues.map(({ path, message }) => `/${path.join("/")}: ${message}`);
  throw invalid(`The dashboard body is invalid, there are ${problems.length} errors: ${problems.join("; ")}`);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterInput", message);
}
