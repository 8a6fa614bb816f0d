import type { Cloud } from "../cloud";
import { type Acts, expect } from "./acts";
import type { Actor } from "./actor";
import type { DeniedPushesAlarm } from "./found";
import type { Step } from "./step";

/** An alarm of the audit trail that rings for somebody who does not stop. */
export function alarmStep(
  { name, threshold }: DeniedPushesAlarm,
  { developer, mainBranch }: { readonly developer: Actor; readonly mainBranch: string },
  acts: Acts,
  cloud: Cloud,
): Step {
  const seen = () => cloud.alarms().find((alarm) => alarm.name === name && alarm.state === "ALARM");

  return {
    title: `${developer.person} keeps trying to push ${mainBranch}, and an alarm rings`,
    run: async () => {
      for (let attempt = 0; attempt < threshold && seen() === undefined; attempt++) {
        await acts.ensureClone(developer);
        await acts.commit(developer, "Once more");
        await acts.refused(developer, acts.sides.source, `HEAD:refs/heads/${mainBranch}`);
        await cloud.waitUntilIdle();
      }
      const alarm = seen();
      expect(alarm !== undefined, `${name} is silent`);
      return `${name}: ${alarm?.series.join(", ") ?? ""}`;
    },
  };
}
