import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Interrupted, Interruption } from "../../../local/interruption";
import { tour, type TourOptions } from "../../../local/tour";
import { GitClient } from "../../../local/tour/gitClient";
import { type Realised, realise } from "../../support/realised";

describe("The tour", function () {
  this.timeout(60_000);
  let realised: Realised;
  const lines: string[] = [];

  beforeEach(async () => {
    lines.length = 0;
    realised = await realise("dev", {
      repositories: { notes: { protections: ["trunk"] } },
      protections: { trunk: { branches: ["main", "release/*"], pushers: ["owners"] } },
      teams: {
        owners: { access: "power-user", members: ["ada"] },
        makers: { access: "power-user", members: ["ben"] },
      },
      people: { ada: { gitCredentials: true }, ben: { gitCredentials: true } },
    });
  });
  afterEach(() => realised.remove());

  const options = (more: Partial<TourOptions> = {}): TourOptions => ({
    cloud: realised.cloud,
    primary: realised.primary,
    source: realised.region,
    targets: [],
    directory: path.join(realised.directory, "tour"),
    projectDirectory: realised.directory,
    paint: (_style, text) => text,
    print: (text) => lines.push(...text.split("\n")),
    ...more,
  });

  /** Every file of a repository on disk, with its content. */
  const filesOf = (): Record<string, string> => {
    const directory = realised.cloud.repositoryDirectory(realised.region, "notes");
    return Object.fromEntries(
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
        .map((file) => [file, readFileSync(file, "base64")]),
    );
  };

  /** The very names that a tour uses, as its user's own. */
  const pushOwn = async () => {
    const work = path.join(realised.directory, "work");
    mkdirSync(work);
    const git = new GitClient(realised.directory, "ada");
    await git.run(work, "init", "--quiet", "--initial-branch=main");
    await git.run(work, "commit", "--quiet", "--allow-empty", "--message=Mine");
    const ada = realised.cloud.users().find(({ name }) => name.endsWith("-ada"));
    const url = new URL(`${realised.cloud.endpoint(realised.region)}/v1/repos/notes`);
    url.username = encodeURIComponent(ada?.gitUserName ?? "");
    url.password = encodeURIComponent(ada?.gitPassword ?? "");
    const refs = [
      "heads/main",
      "heads/release/1.0",
      "heads/feature/tour",
      "heads/feature/review",
      "tags/tour-1",
    ];
    await git.run(work, "push", "--quiet", url.href, ...refs.map((ref) => `HEAD:refs/${ref}`));
  };

  it("leaves every byte of its user's repositories as it is, under the names that it uses itself, too", async () => {
    await pushOwn();
    const before = filesOf();
    expect(Object.keys(before).filter((file) => /heads|tags/.test(file))).to.have.length(5);
    for (const round of [1, 2]) {
      expect(await tour(options()), `round ${round}: ${lines.join("\n")}`).to.equal(true);
      expect(filesOf()).to.deep.equal(before);
    }
  });

  it("leaves an empty repository empty, and no pull request, file or delivery of its own", async () => {
    const before = filesOf();
    expect(await tour(options()), lines.join("\n")).to.equal(true);
    expect(filesOf()).to.deep.equal(before);
    expect(realised.cloud.deliveries()).to.deep.equal([]);
    expect(readdirSync(options().directory)).to.not.include("cloud").and.not.include("clones");
  });

  it("clears up what a tour left that was killed", async () => {
    const leftover = path.join(options().directory, "clones", "ada", "half");
    mkdirSync(path.dirname(leftover), { recursive: true });
    writeFileSync(leftover, "");
    expect(await tour(options()), lines.join("\n")).to.equal(true);
    expect(existsSync(leftover)).to.equal(false);
  });

  it("ends at once and clears up when it is interrupted", async () => {
    const interruption = new Interruption();
    const interrupt = (text: string) => {
      if (text.includes("pushes feature/tour")) process.emit("SIGTERM", "SIGTERM");
      lines.push(text);
    };
    try {
      const error = await tour(options({ interruption, print: interrupt })).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(Interrupted).with.property("exitCode", 143);
    } finally {
      interruption.end();
    }
    expect(lines.at(-1)).to.include("pushes feature/tour");
    expect(readdirSync(options().directory)).to.not.include("cloud").and.not.include("clones");
  });

  it("fails when a guard is not attached to those whom it guards", async () => {
    const { cloud, region } = realised;
    const attachment = realised.primary.resources.find(({ name }) => name.endsWith("makers-guard-trunk-0"));
    expect(attachment?.type).to.equal("aws:iam/groupPolicyAttachment:GroupPolicyAttachment");
    const { accountId, partition } = cloud;
    const context = { urn: "", name: "", region, accountId, partition };
    await cloud.resources[attachment?.type ?? ""].delete(
      `${String(attachment?.inputs.group)}/${String(attachment?.inputs.policyArn)}`,
      attachment?.inputs ?? {},
      context,
    );
    expect(await tour(options())).to.equal(false);
    expect(lines).to.include("  ✗ ben may not push main");
    expect(lines[lines.indexOf("  ✗ ben may not push main") + 1]?.trim()).to.equal("the push was accepted");
  });

  it("fails when a policy keeps those from pushing to whom the settings promise it", async () => {
    const { cloud, region } = realised;
    const groups = realised.primary.resources.filter(
      ({ type, inputs }) =>
        type === "aws:iam/groupPolicyAttachment:GroupPolicyAttachment" &&
        String(inputs.policyArn).endsWith("AWSCodeCommitPowerUser"),
    );
    expect(groups).to.have.length(2);
    const { accountId, partition } = cloud;
    for (const { type, inputs } of groups) {
      const id = `${String(inputs.group)}/${String(inputs.policyArn)}`;
      await cloud.resources[type].delete(id, inputs, { urn: "", name: "", region, accountId, partition });
    }
    expect(await tour(options())).to.equal(false);
    expect(lines).to.include("  ✗ ada seeds main of notes, which becomes the default branch");
  });
});
