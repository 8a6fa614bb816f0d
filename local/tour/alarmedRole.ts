import type { Cloud } from "../cloud";
import { type Acts, expect } from "./acts";
import type { DeniedPushesAlarm, Partner } from "./found";
import { secondFactor } from "./partner";
import type { Seed } from "./seed";
import type { Step } from "./step";
import { askSts, keysIn } from "./stsClient";

/** A role that is denied under two session names, as git-remote-codecommit makes a new one for every command. */
export function roleAlarmStep(
  { name, threshold }: DeniedPushesAlarm,
  partner: Partner,
  mainBranch: string,
  acts: Acts,
  cloud: Cloud,
  seed: Seed,
): Step {
  const { account, roleArn, externalId, repository } = partner;
  const { source } = acts.sides;
  const counted = () =>
    cloud
      .alarms()
      .find((alarm) => alarm.name === name)
      ?.series.includes(roleArn) ?? false;
  const take = async (RoleSessionName: string) =>
    keysIn(
      await askSts(
        { endpoint: cloud.endpoint(source), region: source },
        cloud.foreignUser(account, "pat"),
        "AssumeRole",
        { RoleArn: roleArn, RoleSessionName, ExternalId: externalId, ...secondFactor(partner, cloud) },
      ),
    );

  return {
    title: `A role that is denied ${mainBranch} under two session names is counted as one identity`,
    run: async () => {
      const sessions = [await take("botocore-session-1"), await take("botocore-session-2")];
      // By turns, and no further than the threshold: neither session reaches it alone.
      for (let attempt = 0; attempt < threshold && !counted(); attempt++) {
        const url = acts.signedUrl(sessions[attempt % sessions.length], repository);
        const push = ["push", url, `HEAD:refs/heads/${mainBranch}`];
        const { code } = await acts.git(seed).try(acts.clone(seed), ...push);
        expect(code !== 0, "the push was accepted");
        await cloud.waitUntilIdle();
      }
      expect(counted(), `${name} does not name ${roleArn}`);
      return `${name}: ${roleArn}`;
    },
  };
}
