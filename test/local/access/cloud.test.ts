import { writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { expect } from "chai";
import { answer } from "../../../local/access/answer";
import { programOf } from "../../../local/access/program";
import { ask } from "../../../local/access/question";
import { Report } from "../../../local/access/report";
import type { Cloud } from "../../../local/cloud";
import { upStack } from "../../../local/engine";
import { GitClient } from "../../../local/tour/gitClient";
import { Workspace } from "../../../local/workspace";
import { ProjectCopy } from "../../support/projectCopy";

describe("An answer about access", function () {
  this.timeout(120_000);
  let project: ProjectCopy;
  let workspace: Workspace;
  let cloud: Cloud;
  before(async () => {
    project = new ProjectCopy();
    workspace = new Workspace(project.directory);
    cloud = await workspace.cloud("dev");
  });
  after(async () => {
    await cloud.stop();
    project.remove();
  });

  it("is what git gets from the local cloud, for the same reason", async () => {
    const report = new Report("dev", await programOf(workspace, "dev"));
    await cloud.start(["eu-central-1"]);
    const up = await upStack({ ...(await workspace.deployOptions("dev", "dev")), policyPacks: [] });
    expect(up.ok, JSON.stringify(up.diagnostics)).to.equal(true);

    const work = project.file("work");
    await mkdir(work);
    const git = new GitClient(work, "ada");
    await git.run(work, "init", "--quiet", "--initial-branch=main");
    writeFileSync(project.file("work", "a"), "a");
    await git.run(work, "add", "a");
    await git.run(work, "commit", "--quiet", "--message=a");

    const outcomes: string[] = [];
    for (const { name, gitUserName, gitPassword } of cloud.users()) {
      if (gitUserName === undefined || gitPassword === undefined) {
        continue;
      }
      const url = new URL(`${cloud.endpoint("eu-central-1")}/v1/repos/web-shop`);
      url.username = encodeURIComponent(gitUserName);
      url.password = encodeURIComponent(gitPassword);
      for (const branch of ["main", "release/1.0", `feature/${name}`]) {
        const reference = `refs/heads/${branch}`;
        const written = { action: "codecommit:GitPush", repository: "web-shop", reference, identity: name };
        const [{ verdict }] = answer(report, ask(report, written.action, written)).told;
        const { code, output } = await git.try(work, "push", url.href, `HEAD:${reference}`);
        expect(code === 0 ? "yes" : "no", `${name} ${branch}: ${output}`).to.equal(verdict.may);
        // Who may push nothing at all is refused by the first request, before the guard of a branch is asked.
        if (code !== 0 && name === "ccp-dev-dana") {
          expect(output).to.include(verdict.decision.explanation);
        }
        outcomes.push(`${name} ${verdict.may}`);
      }
    }
    expect(outcomes).to.have.members([
      ...["no", "no", "no"].map((may) => `ccp-dev-amir ${may}`),
      ...["no", "no", "yes"].map((may) => `ccp-dev-dana ${may}`),
      ...["yes", "yes", "yes"].map((may) => `ccp-dev-rita ${may}`),
    ]);
  });
});
