import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lock } from "../../local/lock";

describe("The lock of .local/", () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lock-test-"));
    file = join(directory, ".local", "lock");
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** What a run of that process would have left behind. */
  const heldBy = async (pid: string) => {
    lock(file);
    await writeFile(file, pid);
  };

  it("is taken and given back", async () => {
    const unlock = lock(file);
    expect(await readFile(file, "utf8")).to.equal(String(process.pid));
    unlock();
    expect(existsSync(file)).to.equal(false);
  });

  it("is refused while another process holds it, which is named", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    try {
      await heldBy(String(child.pid));
      expect(() => lock(file)).to.throw(
        `another run (process ${child.pid}) uses ${join(directory, ".local")}`,
      );
    } finally {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    }
    expect(() => lock(file)(), "its holder has died").not.to.throw();
  });

  for (const [what, content] of [
    ["empty, as after a crash before it was written", ""],
    ["no number", "x"],
    ["negative, which would mean a group of processes", "-1"],
  ] as const) {
    it(`is taken over when it is ${what}`, async () => {
      await heldBy(content);
      lock(file);
      expect(await readFile(file, "utf8")).to.equal(String(process.pid));
    });
  }
});
