import { z } from "zod";
import { logRetentionDays } from "../names";

const days = z
  .int()
  .min(1, { error: "must be 1 to 36500 days." })
  .max(36_500, { error: "must be 1 to 36500 days." });

const trailSchema = z
  .strictObject({
    lockDays: days.default(365).meta({
      description: "How long nobody can delete or overwrite a file of the trail.",
      limits: "1 to 36,500 days, not more than `archiveDays`",
      type: "number",
    }),
    lockMode: z.enum(["governance", "compliance"]).default("governance").meta({
      description:
        "`governance`: who has `s3:BypassGovernanceRetention` can still delete. `compliance`: nobody can, not even the account's root, and no update takes it back. The policy pack's prod preset asks for it.",
    }),
    archiveDays: days.default(2557).meta({
      description: "How long a file of the trail is kept; it moves to cheaper storage after 90 days.",
      limits: "1 to 36,500 days",
      type: "number",
    }),
  })
  .refine(({ lockDays, archiveDays }) => lockDays <= archiveDays, {
    path: ["lockDays"],
    error: "must not be longer than archiveDays: nothing goes while it is locked.",
  });

/** CloudWatch: an alarm on a query looks back three hours at most. Source: "Limits", CloudWatch user guide. */
const longestLook = 180;

const auditAlarmsSchema = z.strictObject({
  deniedPushes: z
    .int()
    .min(1, { error: "must be 1 or more." })
    .default(5)
    .meta({ description: "So many denied pushes of one identity are an alarm.", type: "number" }),
  deniedPushMinutes: z
    .int()
    .min(1, { error: `must be 1 to ${longestLook} minutes, as CloudWatch looks back.` })
    .max(longestLook, { error: `must be 1 to ${longestLook} minutes, as CloudWatch looks back.` })
    .default(15)
    .meta({ description: "Within this time.", limits: `1 to ${longestLook} minutes`, type: "number" }),
});

const productionDefault = "true in the environment `prod`, else false";

export const auditSchema = z
  .strictObject({
    retentionDays: logRetentionDays.default(365).meta({
      description: "How long the log groups of the audit keep what is in them.",
      limits: "what CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, … 3653 days",
      type: "number",
    }),
    events: z.boolean().default(true).meta({
      description:
        "Write every CodeCommit event of the region to a log group, and with a trail, every API call that changes something.",
    }),
    trail: z.union([z.boolean(), trailSchema]).optional().meta({
      description:
        "A CloudTrail trail of every region, to a locked and encrypted bucket and to a log group. A map switches it on.",
      default: productionDefault,
      type: "true, false or a map",
    }),
    alarms: z.union([z.boolean(), auditAlarmsSchema]).default(true).meta({
      description:
        "Alarms on what the trail sees; [events.md](events.md) has the list. Without a trail there are none.",
      type: "true, false or a map",
    }),
  })
  .optional()
  .meta({
    description: "Who did what, kept where nobody changes it.",
    default: "on in the environment `prod`, else off",
  });

/** What the audit of a stack is, once all defaults are in. */
export interface Audit {
  readonly retentionDays: number;
  readonly events: boolean;
  readonly trail?: z.infer<typeof trailSchema>;
  /** Only with a trail. */
  readonly alarms?: z.infer<typeof auditAlarmsSchema>;
}

/** Nobody has to ask for the audit of a production, and nobody pays for one elsewhere unasked. */
export function auditOf(settings: {
  readonly environment: string;
  readonly audit?: z.infer<typeof auditSchema>;
}): Audit | undefined {
  const production = settings.environment === "prod";
  const audit = settings.audit ?? (production ? auditSchema.parse({}) : undefined);
  if (audit === undefined) {
    return undefined;
  }
  const { retentionDays, events, trail = production, alarms } = audit;
  const chosen = <Options>(value: boolean | Options, schema: z.ZodType<Options>): Options | undefined =>
    typeof value === "boolean" ? (value ? schema.parse({}) : undefined) : value;
  const trailOptions = chosen(trail, trailSchema);
  return {
    retentionDays,
    events,
    trail: trailOptions,
    alarms: trailOptions && chosen(alarms, auditAlarmsSchema),
  };
}
