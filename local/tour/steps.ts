import { rm } from "node:fs/promises";
import type { Cloud } from "../cloud";
import { type Actor, hasPassword, meansOf } from "./actor";
import { type Acts, expect, statusOf } from "./acts";
import { alarmStep } from "./alarmed";
import { roleAlarmStep } from "./alarmedRole";
import type { Cast } from "./cast";
import { platformOf, type Primary } from "./declared";
import { deniedPushesAlarmOf, hasListeners, hasPartners, partnerOf } from "./found";
import { guardsOf, protects } from "./guard";
import { partnerStep } from "./partner";
import { protectionSteps } from "./protectionSteps";
import { reviewStep } from "./review";
import { type Seed, seedStep } from "./seed";
import type { Omission, Step } from "./step";
import { sweepStep } from "./sweep";
import { toldStep } from "./told";

/**
 * The tour of one repository of an environment. The steps build on each other.
 *
 * @param cloud the copy in which it happens
 * @param original the cloud that is up
 */
export function stepsOf(
  cast: Cast,
  acts: Acts,
  cloud: Cloud,
  primary: Primary,
  seed: Seed,
  original: Cloud,
): (Step | Omission)[] {
  const { main, mainBranch, reviews } = cast;
  const { sides } = acts;
  return [
    seedStep(cast, acts, seed),
    ...firstPush(cast, acts),
    ...protectionSteps(cast, acts),
    ...featureSteps(cast, acts),
    ...(sides.targets.length > 0
      ? [sweepStep(main.reference, acts, cloud)]
      : [{ title: "Copies", because: "no replica follows this environment" }]),
    ...(reviews.length === 0 ? [{ title: "Pull requests", because: "no branch needs approvals" }] : []),
    ...reviews.map((review) => reviewStep(review, cast, acts)),
    ...copySteps(cast, acts),
    ...readerSteps(cast, acts),
    ...partnerSteps(cast, acts, cloud, primary, seed),
    ...alarmSteps(cast, acts, cloud, primary),
    ...(hasListeners(primary) ? [toldStep(cloud, original)] : []),
    wrongPassword(cast, acts),
    lastStep(acts),
  ];

  function alarmSteps({ main: { outsider } }: Cast, ...parts: [Acts, Cloud, Primary]): (Step | Omission)[] {
    const alarm = deniedPushesAlarmOf(parts[2]);
    if (alarm === undefined) {
      return [];
    }
    return outsider === undefined
      ? [{ title: "The alarm for denied pushes", because: `nobody is kept from pushing ${mainBranch}` }]
      : [alarmStep(alarm, { mainBranch, developer: outsider }, parts[0], parts[1])];
  }
}

function firstPush({ writer, feature }: Cast, acts: Acts): (Step | Omission)[] {
  if (writer === undefined) {
    return [{ title: `A clone and a push of ${feature}`, because: "nobody may push a branch" }];
  }
  return [
    {
      title: `${writer.person} clones over HTTP ${meansOf(writer)} and pushes ${feature}`,
      run: async () => {
        await rm(acts.clone(writer), { recursive: true, force: true });
        await acts.makeClone(writer, await acts.url(writer));
        await acts.git(writer).run(acts.clone(writer), "checkout", "--quiet", "-b", feature);
        await acts.commit(writer, "Try the tour");
        return acts.push(writer, feature);
      },
    },
  ];
}

function featureSteps({ writer, feature, tag }: Cast, acts: Acts): Step[] {
  if (writer === undefined) {
    return [];
  }
  return [
    {
      title: `${writer.person} rewrites ${feature} with a force push`,
      run: async () => {
        await acts.commit(writer, "Try the tour again", "--amend");
        return acts.push(writer, feature);
      },
    },
    {
      title: `${writer.person} pushes the annotated tag ${tag}`,
      run: async () => {
        await acts.git(writer).run(acts.clone(writer), "tag", "--annotate", tag, "--message", "Tour");
        return acts.push(writer, tag);
      },
    },
    {
      title: `${writer.person} deletes ${feature}`,
      run: () => acts.push(writer, `:${feature}`),
    },
  ];
}

function copySteps({ main, writer, mainBranch }: Cast, acts: Acts): (Step | Omission)[] {
  const actor = main.pusher ?? writer;
  return acts.sides.targets.map((region) =>
    actor === undefined
      ? { title: `A push to the copy in ${region}`, because: "nobody may push to its source either" }
      : {
          title: `${actor.person} may not push to the copy in ${region}`,
          run: () => acts.refused(actor, region, `HEAD:refs/heads/${mainBranch}`),
        },
  );
}

function readerSteps({ auditor, signer }: Cast, acts: Acts): (Step | Omission)[] {
  const { source, targets } = acts.sides;
  return [
    auditor === undefined
      ? { title: "Somebody who only reads", because: "no team has the access reader" }
      : {
          title: `${auditor.person} clones${targets.length > 0 ? ", from the copy too," : ""} but may not push`,
          run: async () => {
            for (const region of [...targets, source]) {
              await rm(acts.clone(auditor), { recursive: true, force: true });
              await acts.makeClone(auditor, await acts.url(auditor, region));
            }
            return acts.refused(auditor, source, "HEAD:refs/heads/audit");
          },
        },
    signer === undefined
      ? {
          title: "A clone with a signed password",
          because: "nobody else reads this repository without git credentials",
        }
      : {
          title: `${signer.person} has no git credentials and clones with a signed password`,
          run: async () => {
            await rm(acts.clone(signer), { recursive: true, force: true });
            await acts.makeClone(signer, await acts.url(signer));
            return "signed as git-remote-codecommit signs";
          },
        },
  ];
}

function partnerSteps(
  { main, mainBranch }: Cast,
  acts: Acts,
  cloud: Cloud,
  primary: Primary,
  seed: Seed,
): (Step | Omission)[] {
  const partner = partnerOf(primary);
  if (partner === undefined) {
    return hasPartners(primary)
      ? [{ title: "A role for another account", because: "none asks for both an external id and MFA" }]
      : [];
  }
  const guards = guardsOf(platformOf(primary), partner.repository);
  const isGuarded = guards.some((guard) => protects(guard, main.reference));
  const alarm = deniedPushesAlarmOf(primary);
  return isGuarded
    ? [
        partnerStep(partner, mainBranch, acts, cloud, seed),
        ...(alarm === undefined ? [] : [roleAlarmStep(alarm, partner, mainBranch, acts, cloud, seed)]),
      ]
    : [
        {
          title: "A role for another account",
          because: `${partner.repository} has no protected ${mainBranch}`,
        },
      ];
}

function wrongPassword({ reader }: Cast, acts: Acts): Step | Omission {
  if (reader === undefined) {
    return { title: "A wrong password and an unknown repository", because: "nobody may read" };
  }
  return {
    title: "A wrong password gets 401, an unknown repository 404",
    run: async () => {
      const { sides } = acts;
      const wrong = await statusOf(sides.url(sides.source, userNameOf(reader), "wrong"));
      const missing = "no-such-repository";
      const url = hasPassword(reader)
        ? sides.url(sides.source, reader.gitUserName ?? "", reader.gitPassword ?? "", missing)
        : acts.signedUrl(await acts.keys(reader), missing);
      const unknown = await statusOf(url);
      expect(wrong === 401 && unknown === 404, `the answers are ${wrong} and ${unknown}`);
      return `${wrong} and ${unknown}`;
    },
  };
}

/** Who has no git credentials gets a user name as IAM makes them. */
function userNameOf({ gitUserName, name, arn }: Actor): string {
  return gitUserName ?? `${name}-at-${arn.split(":")[4]}`;
}

function lastStep({ sides }: Acts): Step {
  const { source, targets } = sides;
  const clean = "git fsck --full finds nothing wrong";
  return {
    title: targets.length > 0 ? `Both sides have the same refs, and ${clean}` : `In the end ${clean}`,
    run: async () => {
      for (const region of [source, ...targets]) {
        await sides.git.run(sides.directory(region), "fsck", "--full", "--strict");
      }
      expect(await sides.equal(), "the refs differ");
      const refs = (await sides.refs(source)).slice(0, -1).map((line) => line.split(" ")[1]);
      const objects = await sides.git.run(
        sides.directory(source),
        "rev-list",
        "--objects",
        "--all",
        "--count",
      );
      return `${refs.join(", ")}; ${objects} objects`;
    },
  };
}
