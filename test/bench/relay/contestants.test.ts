import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { contestants } from "../../../bench/relay/contestants";
import { cleanUp, cleanUps, temporaryDirectory } from "../../support/git";

/** What `git-sync replicate --help` says: nothing where there is no such program. */
async function namesWith(
  context: Mocha.Context,
  help?: string,
): Promise<{ names: string[]; said: string[] }> {
  const directory = await temporaryDirectory(context);
  const program = path.join(directory, "git-sync");
  if (help !== undefined) {
    await writeFile(program, `#!/bin/sh\nprintf '%s' '${help}'\n`);
    await chmod(program, 0o755);
  }
  const { PATH } = process.env;
  const { log } = console;
  const said: string[] = [];
  cleanUps(context).push(() => {
    process.env.PATH = PATH;
    console.log = log;
    return Promise.resolve();
  });
  process.env.PATH = directory;
  console.log = (line: string) => said.push(line);
  return { names: (await contestants()).map(({ name }) => name), said };
}

describe("What the relay is measured beside", () => {
  afterEach(cleanUp);

  it("is git-sync, too, where it is on the PATH", async function () {
    const { names, said } = await namesWith(this, "Flags: --target-username string");
    expect(names).to.include.members(["direct push", "relay", "clone and mirror", "git-sync"]);
    expect(said).to.deep.equal([]);
  });

  for (const [what, help] of [
    ["is not there", undefined],
    ["is another program of that name", "Usage of git-sync: --repo string"],
  ] as const) {
    it(`is not git-sync where that ${what}, and says so`, async function () {
      const { names, said } = await namesWith(this, help);
      expect(names).to.have.lengthOf(5).and.not.include("git-sync");
      expect(said).to.have.lengthOf(1);
      expect(said[0]).to.include("git-sync").and.include("is not on the PATH: it is not measured");
    });
  }
});
