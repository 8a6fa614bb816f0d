import { mkdir, rm } from "node:fs/promises";
import type { Cloud } from "../cloud";
import type { StackResult } from "../engine";
import { type Acts, expect, statusOf } from "./acts";
import { alarmStep } from "./alarmed";
import { roleAlarmStep } from "./alarmedRole";
import type { Cast } from "./cast";
import { deniedPushesAlarmOf, hasListeners, needsApproval, partnerOf } from "./found";
import { makeHistory } from "./history";
import { partnerStep } from "./partner";
import { reviewStep } from "./review";
import type { Step } from "./step";
import { sweepStep } from "./sweep";
import { toldStep } from "./told";

const feature = "feature/tour";
const tag = "tour-1";

/** The tour of one environment, and of what it has. The steps build on each other. */
export function stepsOf(
  cast: Cast,
  acts: Acts,
  cloud: Cloud,
  primary: StackResult,
  projectDirectory: string,
): Step[] {
  const { repository, mainBranch, releaseBranch, releaseManager, developer, auditor, signer } = cast;
  const { sides } = acts;
  const { source, targets } = sides;
  const main = `refs/heads/${mainBranch}`;
  const release = `refs/heads/${releaseBranch}`;
  const partner = partnerOf(primary);
  const alarm = deniedPushesAlarmOf(primary);

  const mayNot = (verb: string, branch: string, refspec: string): Step => ({
    title: `${developer.person} may not ${verb} ${branch}`,
    run: () => acts.refused(developer, source, refspec),
  });

  return [
    {
      title: `${releaseManager.person} seeds ${mainBranch} of ${repository}, which becomes the default branch`,
      run: seed,
    },
    {
      title: `${developer.person} clones over HTTP with git credentials and pushes ${feature}`,
      run: async () => {
        await acts.makeClone(developer, acts.url(developer));
        await acts.git(developer).run(acts.clone(developer), "checkout", "--quiet", "-b", feature);
        await acts.commit(developer, "Try the tour");
        return acts.push(developer, feature);
      },
    },
    mayNot("push", mainBranch, `HEAD:${main}`),
    mayNot("create", releaseBranch, `HEAD:${release}`),
    mayNot("delete", mainBranch, `:${main}`),
    {
      title: `${releaseManager.person} pushes ${mainBranch} again and creates ${releaseBranch}`,
      run: async () => {
        await acts.commit(releaseManager, "Release 1.0");
        return acts.push(releaseManager, `HEAD:${main}`, `HEAD:${release}`);
      },
    },
    mayNot("delete", releaseBranch, `:${release}`),
    {
      title: `${developer.person} rewrites ${feature} with a force push`,
      run: async () => {
        await acts.commit(developer, "Try the tour again", "--amend");
        return acts.push(developer, feature);
      },
    },
    {
      title: `${developer.person} pushes the annotated tag ${tag}`,
      run: async () => {
        await acts.git(developer).run(acts.clone(developer), "tag", "--annotate", tag, "--message", "Tour");
        return acts.push(developer, tag);
      },
    },
    {
      title: `${developer.person} deletes ${feature}`,
      run: () => acts.push(developer, `:${feature}`),
    },
    ...(targets.length > 0 ? [sweepStep(releaseManager, main, acts, cloud)] : []),
    ...(needsApproval(primary, repository, mainBranch) ? [reviewStep(cast, acts)] : []),
    ...targets.map((region) => ({
      title: `${releaseManager.person} may not push to the copy in ${region}`,
      run: () => acts.refused(releaseManager, region, `HEAD:${main}`),
    })),
    {
      title: `${auditor.person} clones, from the copy too, but may not push`,
      run: async () => {
        for (const region of [...targets, source]) {
          await rm(acts.clone(auditor), { recursive: true, force: true });
          await acts.makeClone(auditor, acts.url(auditor, region));
        }
        return acts.refused(auditor, source, "HEAD:refs/heads/audit");
      },
    },
    ...(signer === undefined
      ? []
      : [
          {
            title: `${signer.person} has no git credentials and clones with a signed password`,
            run: async () => {
              await acts.makeClone(signer, acts.signedUrl(signer));
              return "signed as git-remote-codecommit signs";
            },
          },
        ]),
    ...(partner === undefined ? [] : [partnerStep(partner, cast, acts, cloud)]),
    ...(alarm === undefined ? [] : [alarmStep(alarm, cast, acts, cloud)]),
    ...(alarm === undefined || partner === undefined
      ? []
      : [roleAlarmStep(alarm, partner, cast, acts, cloud)]),
    ...(hasListeners(primary) ? [toldStep(cloud)] : []),
    {
      title: "A wrong password gets 401, an unknown repository 404",
      run: async () => {
        const { gitUserName = "", gitPassword = "" } = developer;
        const wrong = await statusOf(sides.url(source, gitUserName, "wrong"));
        const unknown = await statusOf(sides.url(source, gitUserName, gitPassword, "no-such-repository"));
        expect(wrong === 401 && unknown === 404, `the answers are ${wrong} and ${unknown}`);
        return `${wrong} and ${unknown}`;
      },
    },
    {
      title: "Both sides have the same refs, and git fsck --full finds nothing wrong",
      run: async () => {
        for (const region of [source, ...targets]) {
          await acts.git(releaseManager).run(sides.directory(region), "fsck", "--full", "--strict");
        }
        expect(await sides.equal(), "the refs differ");
        const refs = (await sides.refs(source)).slice(0, -1).map((line) => line.split(" ")[1]);
        const objects = await acts
          .git(releaseManager)
          .run(sides.directory(source), "rev-list", "--objects", "--all", "--count");
        // The next tour begins with what it makes itself.
        await acts.push(releaseManager, `:${release}`, `:refs/tags/${tag}`);
        return `${refs.join(", ")}; ${objects} objects`;
      },
    },
  ];

  async function seed(): Promise<string> {
    const earlier = await sides.ref(source, main);
    if (earlier !== undefined) {
      await acts.makeClone(releaseManager, acts.url(releaseManager));
      return `there from an earlier run, at ${earlier.slice(0, 7)}`;
    }
    const clone = acts.clone(releaseManager);
    await mkdir(clone, { recursive: true });
    const origin = await makeHistory(acts.git(releaseManager), projectDirectory, clone);
    const commits = await acts.git(releaseManager).run(clone, "rev-list", "--count", "HEAD");
    const seen = await acts.push(releaseManager, `HEAD:${main}`);
    const head = await sides.ref(source, "HEAD");
    expect(head === main, `the default branch is ${head ?? "none"}`);
    return `${commits} commits of ${origin}; ${seen}`;
  }
}
