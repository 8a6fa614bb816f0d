import { AwsError } from "../awsError";

/**
 * Reads a schedule as far as to tell a wrong one: when it would run is nobody's question here.
 *
 * @throws {AwsError} ValidationException
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function checkSchedule(expression: string): void {
  const [, count = "", unit = ""] = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(expression) ?? [];
  // "rate(1 hours)" is as wrong as "rate(5 hour)".
  if (Number(count) > 0 && unit.endsWith("s") === (count !== "1")) return;
  const fields = /^cron\(([^()]+)\)$/.exec(expression)?.[1]?.split(" ") ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if (fields.length === 6 && (dayOfMonth === "?") !== (dayOfWeek === "?")) return;
  throw new AwsError("ValidationException", `Parameter ScheduleExpression is not valid: ${expression}`);
}
