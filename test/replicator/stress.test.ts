import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { cleanUp, type GitRepository } from "../support/git";
import { expectEqual, pair, type Pair } from "../support/pair";

const steps = 40;

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Somebody who works on the source, and remembers every value that each of its refs ever had. */
class Writer {
  readonly history = new Map<string, Set<string>>();
  private count = 0;

  constructor(
    private readonly repository: GitRepository,
    private readonly random: () => number,
  ) {}

  /** One push: of one of the kinds that a mirror can get wrong. */
  async write(): Promise<void> {
    const refs = await this.repository.refs();
    const branches = Object.keys(refs).filter((ref) => ref.startsWith("refs/heads/topic"));
    const branch = this.pick(branches);
    const name = `topic-${Math.floor(this.random() * 6)}`;
    const kind = this.random();
    if (branch === undefined || kind < 0.3) {
      await this.move(branch ?? "refs/heads/topic-0", await this.commitOn(branch && refs[branch]));
    } else if (kind < 0.45) {
      await this.move(branch, await this.commitOn(refs["refs/heads/main"]));
    } else if (kind < 0.6) {
      await this.move(branch, undefined);
    } else if (kind < 0.75) {
      // Into a directory of its old name, or out of it.
      const renamed = branch.endsWith("/deep") ? branch.replace(/\/deep$/, "") : `${branch}/deep`;
      await this.move(branch, undefined);
      await this.move(renamed, refs[branch]);
    } else if (kind < 0.9) {
      await this.move(`refs/tags/${name}`, refs[branch]);
    } else if (
      !branches.some((ref) => ref === `refs/heads/${name}` || ref.startsWith(`refs/heads/${name}/`))
    ) {
      await this.move(`refs/heads/${name}`, refs[branch]);
    }
  }

  async commitOn(parent?: string): Promise<string> {
    const tree = await this.repository.git("write-tree");
    const parents = parent === undefined ? [] : ["-p", parent];
    return await this.repository.git("commit-tree", tree, ...parents, "-m", `commit ${++this.count}`);
  }

  async move(ref: string, oid?: string): Promise<void> {
    if (oid !== undefined) {
      const values = this.history.get(ref) ?? new Set();
      this.history.set(ref, values.add(oid));
    }
    await this.repository.updateRefs({ [ref]: oid });
  }

  private pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }
}

async function expectNothingInvented({ target }: Pair, writer: Writer): Promise<void> {
  for (const [ref, oid] of Object.entries(await target.refs())) {
    expect(writer.history.get(ref)?.has(oid), `${ref} was once ${oid} on the source`).to.equal(true);
  }
}

/** Writes, and a trigger for each write: some are lost, some come twice, up to four are served at once. */
async function storm(both: Pair, random: () => number): Promise<void> {
  const writer = new Writer(both.source, random);
  await both.source.commit("a.txt", "one\n");
  await writer.move("refs/heads/main", await writer.commitOn());
  const running = new Set<Promise<unknown>>();
  const trigger = (): void => {
    const run = both.run({ maximumPasses: 30, pauseMilliseconds: 10 }).finally(() => running.delete(run));
    running.add(run);
    // Whoever awaits all of them hears of it; until then it is nobody's.
    run.catch(() => undefined);
  };
  const started: Promise<unknown>[] = [];
  for (let step = 0; step < steps; step++) {
    await writer.write();
    const events = random() < 0.2 ? 0 : random() < 0.25 ? 2 : 1;
    for (let event = 0; event < events; event++) {
      while (running.size >= 4) await Promise.race(running);
      trigger();
      started.push(...running);
    }
    await expectNothingInvented(both, writer);
    await sleep(random() * 20);
  }
  trigger();
  await Promise.all([...started, ...running]);
  await expectNothingInvented(both, writer);
}

describe("A storm of pushes, with events lost and doubled and up to four replications at once", () => {
  afterEach(cleanUp);

  it("leaves the target equal and sound, and never gives a ref a value it never had", async function () {
    this.timeout(60_000);
    const seed = Number(process.env.STRESS_SEED ?? Math.floor(Math.random() * 2 ** 32));
    try {
      const both = await pair(this);
      await storm(both, randomFrom(seed));
      await expectEqual(both);
    } catch (error) {
      throw new Error(`with STRESS_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  });
});
