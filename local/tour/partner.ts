import type { Cloud } from "../cloud";
import { type Acts, expect, reasonIn } from "./acts";
import type { Partner } from "./found";
import type { Seed } from "./seed";
import type { Step } from "./step";
import { askSts, keysIn } from "./stsClient";

/** Somebody of another account, who does what the outputs say. */
export function partnerStep(
  partner: Partner,
  mainBranch: string,
  acts: Acts,
  cloud: Cloud,
  seed: Seed,
): Step {
  const { account, roleArn, externalId, repository } = partner;
  const { source } = acts.sides;
  const asked = { RoleArn: roleArn, RoleSessionName: "tour", ...secondFactor(partner, cloud) };
  const assume = (parameters: Readonly<Record<string, string>>) =>
    askSts(
      { endpoint: cloud.endpoint(source), region: source },
      cloud.foreignUser(account, "pat"),
      "AssumeRole",
      parameters,
    );

  return {
    title: `pat of account ${account} takes a role, reads ${repository}, and may not push ${mainBranch}`,
    run: async () => {
      const stranger = await assume(asked).catch(String);
      expect(stranger.includes("AccessDenied"), "the role is given without the external id");
      const keys = keysIn(await assume({ ...asked, ExternalId: externalId }));
      const url = acts.signedUrl(keys, repository);
      await acts.git(seed).run(acts.clone(seed), "ls-remote", url);
      const push = ["push", "--force", url, `HEAD:refs/heads/${mainBranch}`];
      const { code, output } = await acts.git(seed).try(acts.clone(seed), ...push);
      expect(code !== 0, "the push was accepted");
      return reasonIn(output);
    },
  };
}

/** What the AWS CLI sends for `mfa_serial` of a profile: the device, and what it shows. */
export function secondFactor({ account }: Partner, { partition }: Cloud): Record<string, string> {
  return { SerialNumber: `arn:${partition}:iam::${account}:mfa/pat`, TokenCode: "123456" };
}
