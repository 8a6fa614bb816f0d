import { type commands, type Values } from "../../commandLine";
import { median, ratio, table } from "../report";
import { company } from "./company";
import { startPack } from "./pack";

const usual = { repositories: "100,300,1000", teams: "5,50", rounds: "3" };

/** How long the pack takes to start, and to judge companies of several sizes: linear, if the last column stays put. */
export async function policiesBench(values: Values<typeof commands.benchPolicies>): Promise<unknown> {
  const [repositories, teams, [rounds]] = [
    numbers(values.repositories ?? usual.repositories),
    numbers(values.teams ?? usual.teams),
    numbers(values.rounds ?? usual.rounds),
  ];

  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const pack = await startPack();
    starts.push(pack.started);
    await pack.stop();
  }

  const results: Result[] = [];
  for (const teamCount of teams) {
    for (const count of repositories) results.push(await measure(count, teamCount, rounds));
  }
  const [first] = results;
  const work = ({ repositories: r, teams: t, ms }: Result) => ms / (r * t);
  console.log(`\nThe policy pack starts in ${Math.round(median(starts))} ms (median of ${rounds}).\n`);
  console.log(
    table(
      results.map((result) => ({
        repositories: `${result.repositories}`,
        teams: `${result.teams}`,
        resources: `${result.resources}`,
        seconds: (result.ms / 1000).toFixed(2),
        "to the first": ratio(result.ms, first.ms),
        "per repository and team": ratio(work(result), work(first)),
        violations: `${result.violations}`,
      })),
    ),
  );
  return { startMs: median(starts), judged: results };
}

interface Result {
  readonly repositories: number;
  readonly teams: number;
  readonly resources: number;
  readonly ms: number;
  readonly violations: number;
}

async function measure(repositories: number, teams: number, rounds: number): Promise<Result> {
  const stack = company(repositories, teams);
  const times: number[] = [];
  let violations = 0;
  for (let round = 0; round < rounds; round += 1) {
    // A new process each time, as each update has: nothing is remembered from the round before.
    const pack = await startPack();
    const judged = await pack.judge(stack);
    await pack.stop();
    times.push(judged.ms);
    violations = judged.violations;
  }
  return { repositories, teams, resources: stack.length, ms: median(times), violations };
}

const numbers = (text: string) => text.split(",").map(Number);
