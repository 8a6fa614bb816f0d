import { expect } from "chai";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { clearLeftovers } from "../../../local/cloud/leftovers";
import { company, primary, Workbench } from "./workbench";

const halves = [
  "alarms.json.new",
  "pushes/6f1c",
  "images/building-6f1c/app/index.js",
  "eu-central-1/repositories/payments-api/index-6f1c",
  "eu-central-1/repositories/payments-api/HEAD.lock",
  "eu-central-1/repositories/payments-api/packed-refs.lock",
  "eu-central-1/repositories/payments-api/refs/heads/main.lock",
  "eu-central-1/repositories/payments-api/refs/heads/release/1.lock",
  "eu-central-1/repositories/payments-api/objects/tmp_objdir-incoming-a1/pack/tmp_pack_b2",
  "eu-central-1/repositories/payments-api/objects/pack/tmp_pack_b2",
  "eu-central-1/repositories/payments-api/objects/0a/tmp_obj_c3",
];

describe("What a killed process left", () => {
  it("goes, and nothing else", async () => {
    const directory = await mkdtemp(join(tmpdir(), "leftovers-"));
    const kept = [
      "alarms.json",
      "hooks/post-receive",
      "images/ab12/app/package.lock",
      "images/ab12/pushes/x",
      "eu-central-1/functions/relay/index-1",
      "eu-central-1/repositories/a.lock/HEAD",
      "eu-central-1/repositories/payments-api/HEAD",
      "eu-central-1/repositories/payments-api/refs/heads/index-1",
      "eu-central-1/repositories/payments-api/refs/heads/tmp_x",
      "eu-central-1/repositories/payments-api/objects/pack/pack-1.pack",
    ];
    for (const path of [...halves, ...kept]) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), "x");
    }
    const removed = await clearLeftovers(directory);
    expect(removed).to.have.lengthOf(halves.length);
    const left = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = left.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.sort()).to.deep.equal(kept.map((path) => join(directory, path)).sort());
    expect(await clearLeftovers(join(directory, "nowhere"))).to.deep.equal([]);
    await rm(directory, { recursive: true });
  });

  it("stands in nobody's way after the next start", async () => {
    const bench = await Workbench.open();
    await company(bench);
    const work = await bench.workingCopy("work");
    const push = (cloudUrl: string, ...refspecs: string[]) => bench.git(work, "push", cloudUrl, ...refspecs);
    await push(bench.url("payments-api", "rita"), "main");
    await bench.cloud.stop();
    const lock = join(bench.cloud.repositoryDirectory(primary, "payments-api"), "refs", "heads", "main.lock");
    await writeFile(lock, "");
    const again = Workbench.cloudIn(bench.directory);
    await again.start([primary]);
    try {
      await bench.commit(work, "second");
      const { gitUserName = "", gitPassword = "" } = again.users().find(({ name }) => name === "rita") ?? {};
      const url = new URL(`${again.endpoint(primary)}/v1/repos/payments-api`);
      url.username = encodeURIComponent(gitUserName);
      url.password = encodeURIComponent(gitPassword);
      const { code, output } = await push(url.href, "main");
      expect(code, output).to.equal(0);
    } finally {
      await again.stop();
      await bench.close();
    }
  });
});
