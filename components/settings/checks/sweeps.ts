import type { ReplicaSettings } from "../schema";
import { longestLook } from "../sections/alarms";

/**
 * An alarm that looks back over less time than lies between two sweeps sees one of them or none: it would come and go
 * with a copy that is out of step all the time.
 */
export function sweepProblems({ alarms, replication }: Pick<ReplicaSettings, "alarms" | "replication">) {
  const { outOfStepMinutes } = alarms;
  const { sweepMinutes } = replication;
  if (outOfStepMinutes >= sweepMinutes) return [];
  const way =
    sweepMinutes > longestLook
      ? `sweep every ${longestLook} minutes or more often: the alarm looks back no further`
      : `set alarms.outOfStepMinutes to ${Math.min(2 * sweepMinutes, longestLook)}, or sweep more often`;
  return [
    `replication.sweepMinutes: is ${sweepMinutes}, but alarms.outOfStepMinutes is ${outOfStepMinutes}, so the alarm would look at less than one sweep; ${way}.`,
  ];
}
