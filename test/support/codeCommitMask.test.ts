import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { zeroOid } from "../../replicator/git/advertisement";
import { Connection } from "../../replicator/git/connection";
import { listRefs } from "../../replicator/git/listRefs";
import { encodePacket, flushPacket } from "../../replicator/git/pktLine";
import { type Command, emptyPack, type PushResult, sendPack } from "../../replicator/git/sendPack";
import { chunked, collect } from "./chunks";
import { failure } from "./failure";
import { cleanUp, cleanUps, gitEnvironment, type GitRepository } from "./git";
import { GitServer } from "./gitServer";
import { packEntries } from "./packEntries";

const run = promisify(execFile);

interface Masked {
  readonly server: GitServer;
  readonly repository: GitRepository;
  readonly connection: Connection;
}

async function masked(context: Mocha.Context): Promise<Masked> {
  const server = await GitServer.start(context, { codeCommit: true });
  const repository = await server.repository("a", { bare: false });
  // Pushes may then move the branch that is checked out.
  await repository.git("config", "receive.denyCurrentBranch", "ignore");
  await repository.commit("a.txt", `${"many lines\n".repeat(500)}`);
  const connection = new Connection("target", { url: server.url("a") });
  cleanUps(context).push(() => {
    connection.close();
    return Promise.resolve();
  });
  return { server, repository, connection };
}

/** All of a repository in one pack, in which the versions of a file are deltas. */
async function packed(repository: GitRepository, offsets: boolean): Promise<Buffer> {
  await repository.git("config", "repack.useDeltaBaseOffset", String(offsets));
  await repository.git("repack", "-a", "-d", "-f", "-q");
  const directory = path.join(repository.directory, ".git/objects/pack");
  const [name] = (await readdir(directory)).filter((file) => file.endsWith(".pack"));
  return await readFile(path.join(directory, name));
}

async function push(
  { connection }: Masked,
  commands: readonly Command[],
  pack?: Buffer,
): Promise<PushResult> {
  const { capabilities } = await listRefs(connection, "git-receive-pack");
  return await sendPack(connection, commands, capabilities, pack && chunked(pack, []));
}

describe("The imitation of CodeCommit", () => {
  afterEach(cleanUp);

  it("speaks version 0, lists HEAD as an id only, and offers what CodeCommit does", async function () {
    const { server, repository, connection } = await masked(this);
    const { capabilities, defaultBranch, v2 } = await listRefs(connection, "git-upload-pack");
    expect({ defaultBranch, v2 }).to.deep.equal({ defaultBranch: undefined, v2: undefined });
    expect(server.exchanges[0].headers).to.include({ "git-protocol": "version=2" });
    expect([...capabilities]).to.have.members([
      "multi_ack_detailed",
      "side-band-64k",
      "thin-pack",
      "shallow",
    ]);
    const pushing = await listRefs(connection, "git-receive-pack");
    expect([...pushing.capabilities]).to.have.members(["report-status", "delete-refs", "side-band-64k"]);
    const { stdout } = await run("git", ["ls-remote", "--symref", server.url("a"), "HEAD"], {
      env: gitEnvironment,
    });
    expect(stdout).to.equal(`${await repository.git("rev-parse", "HEAD")}\tHEAD\n`);
  });

  it("takes pushes of git, but no atomic ones", async function () {
    const { server, repository } = await masked(this);
    await repository.git("push", "--quiet", server.url("a"), "main:refs/heads/topic");
    const atomic = await repository
      .git("push", "--atomic", server.url("a"), "main:refs/heads/other")
      .catch((error: unknown) => String(error));
    expect(atomic).to.include("does not support --atomic push");
    expect(await repository.refs()).to.have.keys("refs/heads/main", "refs/heads/topic");
  });

  it("hangs up on a capability that it does not offer, an old client, and a fetch without a length", async function () {
    const { repository, connection } = await masked(this);
    const oid = await repository.git("rev-parse", "HEAD");
    const ask = (capabilities: string): Buffer =>
      Buffer.concat([encodePacket(`want ${oid} ${capabilities}\n`), flushPacket, encodePacket("done\n")]);
    const taken = "multi_ack_detailed side-band-64k";
    for (const body of [[ask(`${taken} agent=git/2`)], [ask("side-band-64k")], chunked(ask(taken), [5])]) {
      expect((await failure(connection.post("git-upload-pack", body))).code).to.equal("network");
    }
    const command = encodePacket(`${zeroOid} ${oid} refs/heads/x\0 report-status agent=git/2`);
    expect(
      (await failure(connection.post("git-receive-pack", [command, flushPacket, emptyPack]))).code,
    ).to.equal("network");
    const answer = await connection.post("git-upload-pack", [ask(taken)]);
    expect(Buffer.concat(await collect(answer)).includes("PACK")).to.equal(true);
  });

  it("refuses a pack with offset deltas, and takes the same one without", async function () {
    const both = await masked(this);
    await both.repository.commit("a.txt", `${"many lines\n".repeat(500)}and one more\n`);
    const withOffsets = await packed(both.repository, true);
    const without = await packed(both.repository, false);
    expect(packEntries(withOffsets)).to.include("ofs-delta").and.not.to.include("ref-delta");
    expect(packEntries(without)).to.include("ref-delta").and.not.to.include("ofs-delta");
    const to = await both.repository.git("rev-parse", "HEAD");
    const commands = [{ ref: "refs/heads/größe", from: zeroOid, to }];
    const refused = await push(both, commands, withOffsets);
    expect(refused.unpack).to.equal("protocol error (offset deltas are not supported)");
    expect([...refused.rejected.keys()]).to.deep.equal(["refs/heads/größe"]);
    expect(await both.repository.refs()).to.have.keys("refs/heads/main");
    expect(await push(both, commands, without)).to.include({ unpack: "ok" });
    expect(await both.repository.refs()).to.include.keys("refs/heads/größe");
  });

  it("refuses more than 4,000 commands at once, and takes 4,000", async function () {
    const both = await masked(this);
    const from = await both.repository.git("rev-parse", "HEAD");
    // To keep a ref as it is costs the server next to nothing.
    const commands = Array.from({ length: 4_001 }, (_, index) => ({
      ref: `refs/heads/${index}`,
      from,
      to: from,
    }));
    const refused = await push(both, commands, emptyPack);
    expect(refused.unpack).to.equal("Too many reference update commands");
    expect(refused.rejected.size).to.equal(4_001);
    const taken = await push(both, commands.slice(1), emptyPack);
    expect(taken.unpack).to.equal("ok");
  });

  it("keeps its default branch", async function () {
    const both = await masked(this);
    await both.repository.git("branch", "topic");
    const from = await both.repository.git("rev-parse", "HEAD");
    const commands = ["main", "topic"].map((name) => ({ ref: `refs/heads/${name}`, from, to: zeroOid }));
    const { rejected } = await push(both, commands);
    expect([...rejected]).to.deep.equal([["refs/heads/main", "deletion of the current branch prohibited"]]);
    expect(await both.repository.refs()).to.have.keys("refs/heads/main");
  });
});
