import type { Cloud } from "../cloud";
import { type Acts, expect } from "./acts";
import type { Step } from "./step";

const lost = "refs/heads/tour-lost-event";

/** A branch appears of which no event tells, as EventBridge may lose one; then the schedule runs. */
export function sweepStep(main: string, { sides }: Acts, cloud: Cloud): Step {
  const sweeps = sides.sweeps();
  /** Without CodeCommit, so that it tells nobody. */
  const updateRef = (...args: string[]) =>
    sides.git.run(sides.directory(sides.source), "update-ref", ...args);
  const sweep = () => sides.sweep();
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
