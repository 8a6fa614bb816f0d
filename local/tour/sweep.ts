import type { Cloud } from "../cloud";
import { type Acts, expect } from "./acts";
import type { Actor } from "./cast";
import type { Step } from "./step";

const lost = "refs/heads/tour-lost-event";

/** A branch appears of which no event tells, as EventBridge may lose one; then the schedule runs. */
export function sweepStep(actor: Actor, main: string, acts: Acts, cloud: Cloud): Step {
  const { sides } = acts;
  const sweeps = cloud.schedules().filter((ruleArn) => /-sweep-\d+$/.test(ruleArn));
  /** Without CodeCommit, so that it tells nobody. */
  const updateRef = (...args: string[]) =>
    acts.git(actor).run(sides.directory(sides.source), "update-ref", ...args);
  const sweep = () => {
    sweeps.forEach((ruleArn) => {
      cloud.tick(ruleArn);
    });
    return Promise.resolve();
  };
  return {
    title: "The event of a new branch is lost, and the next sweep brings it to the copy all the same",
    run: async () => {
      await updateRef(lost, main);
      await cloud.waitUntilIdle();
      expect(!(await sides.equal()), "the copy had it before the sweep");
      await sides.equalAfter(sweep);
      await updateRef("-d", lost);
      await sides.equalAfter(sweep);
      return `${sweeps.length} ${sweeps.length === 1 ? "schedule" : "schedules"} run, copy equal`;
    },
  };
}
