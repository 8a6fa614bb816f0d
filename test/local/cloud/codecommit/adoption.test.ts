import { expect } from "chai";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Existing } from "../../../../local/engine/provider";
import { accountId, company, context, primary, Workbench } from "../workbench";

describe("A repository that is adopted", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  afterEach(() => bench.close());

  const read = async (id: string, preview = false): Promise<Existing | undefined> => {
    const handler = bench.cloud.resources["aws:codecommit/repository:Repository"];
    return handler?.read?.(id, context(primary), preview);
  };

  it("is supposed to exist, empty and with AWS's own key, and is made when it is first taken over", async () => {
    const before = await read("legacy", true);
    expect(before?.inputs).to.deep.equal({ repositoryName: "legacy" });
    expect(existsSync(bench.cloud.repositoryDirectory(primary, "legacy"))).to.equal(false);

    const found = await read("legacy");
    expect(found?.outputs).to.include({ arn: `arn:aws:codecommit:${primary}:${accountId}:legacy` });
    expect(await bench.refs("legacy")).to.deep.equal({});
    const log = await readFile(join(bench.directory, "logs", "cloud.log"), "utf8");
    expect(log).to.contain("the repository legacy in eu-central-1 is adopted: supposed to exist, so made");
    expect(await read("legacy")).to.deep.equal(found);
  });

  it("keeps its content and what it is", async () => {
    const work = await bench.workingCopy("work");
    await bench.create("aws:codecommit/repository:Repository", {
      repositoryName: "legacy",
      description: "Older than all of this.",
      tags: { team: "web" },
      defaultBranch: "main",
    });
    await bench.git(work, "push", bench.url("legacy", "rita"), "main");
    const refs = await bench.refs("legacy");
    expect(Object.keys(refs)).to.deep.equal(["refs/heads/main"]);

    expect((await read("legacy"))?.inputs).to.deep.equal({
      repositoryName: "legacy",
      description: "Older than all of this.",
      tags: { team: "web" },
    });
    expect(await bench.refs("legacy")).to.deep.equal(refs);
  });
});
