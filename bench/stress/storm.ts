import { setTimeout as sleep } from "node:timers/promises";
import type { GitRepository, Lifetime } from "../../test/support/git";
import { conditionsFrom, type Conditions } from "./conditions";
import { startInProcess } from "./inProcess";
import { startProcess } from "./ownProcess";
import { Random } from "./random";
import type { Ending } from "./relay";
import { Relays } from "./relays";
import { foreignRefs, judge, refuseStaleLocks } from "./verdict";
import { Violation } from "./violation";
import { Weather } from "./weather";
import { Witness } from "./witness";
import { createWorld } from "./world";
import { Writer } from "./writer";
import { begin, write } from "./writes";

/** The longest pause between two writes, in milliseconds. */
const longestPause = 100;

export interface StormOptions {
  /** Decides about everything but time: what is written, which events are lost, who comes to harm, what fails. */
  readonly seed: number;
  readonly writes: number;
  /** The command line, bundled. */
  readonly cli: string;
}

/** What happened, and that nothing of it did harm. */
export interface Storm {
  readonly conditions: Conditions;
  readonly writes: number;
  readonly events: { lost: number; doubled: number; late: number };
  readonly relays: number;
  readonly processes: number;
  readonly faults: number;
  /** How many moves of refs the copy saw. */
  readonly moves: number;
  readonly endings: readonly Ending[];
}

/**
 * Somebody pushes to a source all the time, events of it are lost, doubled and late, several replications run at once and
 * are killed. In the end one more event brings one more replication, which must leave both sides equal.
 *
 * @throws Violation where a promise of the replication was broken
 */
export async function storm(lifetime: Lifetime, { seed, writes, cli }: StormOptions): Promise<Storm> {
  const random = new Random(seed);
  const conditions = conditionsFrom(random.fork());
  const weather = new Weather(random.fork(), conditions.faults);
  const world = await createWorld(lifetime, {
    dialect: conditions.dialect,
    weather,
    onMoment: (relay, moment) => {
      relays.reached(relay, moment);
    },
  });
  const relays = new Relays(
    lifetime,
    world,
    { inProcess: startInProcess, process: (...args) => startProcess(cli, ...args) },
    random.fork(),
    conditions,
  );
  // A process learns of default branches by CodeCommit's API, which goes with version 0.
  const movesDefault = conditions.dialect !== "v2";
  const foreign = await keepSomething(world.target, conditions.limit);
  const writer = new Writer(world.source, random.fork());
  await begin(writer);
  const witness = await Witness.of(world.target, writer.history);

  const [writing, telling] = [random.fork(), random.fork()];
  const events = { lost: 0, doubled: 0, late: 0 };
  let due: number[] = [];
  for (let count = 0; count < writes; count++) {
    await write(writer, writing, { movesDefault });
    for (let event = chooseEvents(telling, conditions, events); event > 0; event--) {
      const late = telling.chance(conditions.late);
      if (late) events.late += 1;
      due.push(count + (late ? 1 + telling.below(4) : 0));
    }
    for (const when of due) if (when <= count) await relays.start();
    due = due.filter((when) => when > count);
    await witness.check();
    await sleep(telling.below(longestPause));
  }

  await relays.all();
  weather.clear();
  // Who was killed may have left a push behind that nobody waits for any more.
  await world.idle();
  await refuseStaleLocks(world);
  const last = await relays.startLast();
  if (last.kind !== "equal") throw new Violation(`in the end: ${JSON.stringify(last)}`);
  await judge(world, { writer, witness, foreign, movesDefault });
  const { started, processes, endings } = relays;
  const { faults } = weather;
  return { conditions, writes, events, relays: started, processes, faults, moves: witness.moves, endings };
}

/** How many events of a write there are. */
function chooseEvents(
  random: Random,
  { lost, doubled }: Conditions,
  events: { lost: number; doubled: number },
): number {
  if (random.chance(lost)) {
    events.lost += 1;
    return 0;
  }
  if (!random.chance(doubled)) return 1;
  events.doubled += 1;
  return 2;
}

/** Gives the copy a limit, and refs that are its own. */
async function keepSomething(
  target: GitRepository,
  limit: number | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (limit !== undefined) await target.git("config", "receive.maxInputSize", String(limit));
  const oid = await new Writer(target, new Random(1)).commit();
  await target.updateRefs({ "refs/heads/ccp-archive-keep": oid, "refs/notes/keep": oid });
  return await foreignRefs(target);
}
