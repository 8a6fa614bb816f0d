import { mkdir } from "node:fs/promises";
import { type Acts, expect } from "./acts";
import type { Cast } from "./cast";
import { makeHistory } from "./history";
import type { Step } from "./step";

/** Where the first commits of the repository come from. */
export interface Seed {
  /** Who has a clone of them. */
  readonly person: string;
  readonly projectDirectory: string;
}

/** Who brings the first commits. Where nobody may, somebody who has the repository on disk does. */
export function seedOf({ main }: Cast, projectDirectory: string): Seed {
  return { person: main.pusher?.person ?? "_operator", projectDirectory };
}

/** The first commits, and with them the default branch. */
export function seedStep({ repository, main, mainBranch }: Cast, acts: Acts, seed: Seed): Step {
  const { sides } = acts;
  const { pusher } = main;
  const becomes = "which becomes the default branch";
  return {
    title:
      pusher === undefined
        ? `${mainBranch} of ${repository}, ${becomes}, is put there on disk: nobody may push it`
        : `${pusher.person} seeds ${mainBranch} of ${repository}, ${becomes}`,
    run: async () => {
      const clone = acts.clone(seed);
      await mkdir(clone, { recursive: true });
      const origin = await makeHistory(acts.git(seed), seed.projectDirectory, clone);
      const commits = await acts.git(seed).run(clone, "rev-list", "--count", "HEAD");
      const refspec = `HEAD:${main.reference}`;
      if (pusher === undefined) {
        await sides.git.run(sides.directory(sides.source), "symbolic-ref", "HEAD", main.reference);
      }
      const seen =
        pusher === undefined ? await acts.putOnDisk(clone, refspec) : await acts.push(pusher, refspec);
      const head = await sides.ref(sides.source, "HEAD");
      expect(head === main.reference, `the default branch is ${head ?? "none"}`);
      return `${commits} commits of ${origin}; ${seen}`;
    },
  };
}
