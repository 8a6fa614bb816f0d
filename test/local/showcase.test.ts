import { readFileSync } from "node:fs";
import { expect } from "chai";
import { start } from "../../local/start";
import { Workspace } from "../../local/workspace";
import { ProjectCopy } from "../support/projectCopy";

describe("npm start -- --stack showcase", function () {
  this.timeout(600_000);
  let project: ProjectCopy;
  const lines: string[] = [];
  /** What stands below a step of the tour. */
  const seen = (step: RegExp) => lines[lines.findIndex((line) => step.test(line)) + 1]?.trim();

  before(async () => {
    project = new ProjectCopy();
    const workspace = new Workspace(project.directory);
    await start(workspace, "showcase", { exit: true, fresh: false }, (text) =>
      lines.push(...text.split("\n")),
    );
  });
  after(() => {
    project.remove();
  });

  it("passes its tour with every feature on", () => {
    expect(lines.filter((line) => line.trim().startsWith("✗"))).to.deep.equal([]);
    expect(lines.at(-1)).to.equal("26 of 26 steps passed.");
  });

  it("prints advice of the policies, and not what is new", () => {
    expect(lines.filter((line) => line.includes("[advisory]"))).to.have.lengthOf(2);
    expect(lines.some((line) => line.startsWith("+ "))).to.equal(false);
    expect(lines).to.not.include("Outputs:");
  });

  it("merges a pull request once two release managers have approved it", () => {
    expect(seen(/✓ dana opens a pull request into main,/)).to.match(/^approved by rita and remi; copy equal/);
  });

  it("brings small pushes to the copy by the fast path, and a whole history by a task", () => {
    const logged = (name: string) => {
      const file = project.file(
        ...[".local", "showcase", "tour", "logs", `ccp-showcase-eu-west-1-${name}.log`],
      );
      const lines = readFileSync(file, "utf8").split("\n");
      return lines
        .filter((line) => line.startsWith('{"time"'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const relayed = logged("fast-path").filter(({ event }) => event === "equal");
    expect(relayed.length).to.be.greaterThan(4);
    const [handedOver, ...more] = logged("fast-path").filter(({ event }) => event === "handed-over");
    expect(more).to.deep.equal([]);
    expect(handedOver).to.include({ code: "over-limit", repository: "infrastructure" });
    const [started] = logged("dispatcher").filter(({ event }) => event === "started");
    expect(started).to.include({ eventId: handedOver.eventId, repository: "infrastructure" });
  });

  it("binds people of other accounts by the same guard", () => {
    expect(seen(/✓ pat of account 210987654321/)).to.equal(
      "denied by statement GuardTrunk of policy ccp-showcase-guard-trunk-0 (role ccp-showcase-partner)",
    );
  });

  it("rings for one who does not stop pushing what is protected", () => {
    expect(seen(/✓ dana keeps trying/)).to.match(
      /^ccp-showcase-denied-pushes: arn:aws:iam::123456789012:user\/ccp-showcase-dana(,|$)/,
    );
  });

  it("counts a role under two session names as one identity", () => {
    expect(seen(/✓ A role that is denied main under two session names/)).to.equal(
      "ccp-showcase-denied-pushes: arn:aws:iam::123456789012:role/ccp-showcase-partner",
    );
  });

  it("tells every kind of listener", () => {
    const told = seen(/✓ Topics, queues, functions/);
    for (const kind of [
      "log groups",
      "other event buses",
      "mail boxes",
      "web hooks",
      "topics",
      "queues",
      "functions",
      "chat channels",
    ]) {
      expect(told).to.match(new RegExp(`[1-9]\\d* to ${kind}`));
    }
  });
});
