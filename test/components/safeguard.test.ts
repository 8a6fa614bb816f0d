import { writeFileSync } from "node:fs";
import { expect } from "chai";
import type { Cloud } from "../../local/cloud";
import { previewStack, upStack, type StackResult } from "../../local/engine";
import { Workspace } from "../../local/workspace";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";
import { ProjectCopy } from "../support/projectCopy";

const safeguardOf = (result: StackResult) => [
  ...ofType(result, "codecommit-platform:index:Safeguard").values(),
];

describe("The safeguard of a stack", function () {
  this.timeout(300_000);

  for (const environment of ["dev", "showcase"] as const) {
    it(`is protected, and depends on everything of ${environment} and its replica`, async () => {
      for (const result of await previewsOf(environment)) {
        const [safeguard, ...more] = safeguardOf(result);
        expect(more).to.deep.equal([]);
        expect(safeguard.protect).to.equal(true);
        const needed = dependenciesOf(result, safeguard.urn);
        const rest = result.resources.filter(
          // The engine has awsx make the parts of the network, and looks at no children of such a component.
          ({ custom, type, urn }) => custom && !type.startsWith("pulumi:") && !urn.includes("$awsx:ec2:Vpc$"),
        );
        expect(rest).to.have.length.greaterThan(40);
        expect(rest.filter(({ urn }) => !needed.has(urn)).map(({ name }) => name)).to.deep.equal([]);
      }
    });
  }

  describe("of a stack that is up", () => {
    let project: ProjectCopy;
    let workspace: Workspace;
    let cloud: Cloud;
    before(async () => {
      project = new ProjectCopy();
      workspace = new Workspace(project.directory);
      cloud = await workspace.cloud("dev");
      await cloud.start(["eu-central-1"]);
      expect((await upStack(await options())).ok).to.equal(true);
    });
    after(async () => {
      await cloud.stop();
      project.remove();
    });

    const options = async () => ({ ...(await workspace.deployOptions("dev", "dev")), policyPacks: [] });

    /** What `pulumi destroy --skip-preview` does: the program asks for nothing any more. */
    async function destroy(): Promise<StackResult> {
      const nothing = project.file("nothing");
      writeFileSync(`${nothing}.js`, "");
      project.edit("Pulumi.yaml", (text) => text.replace(/^runtime:/m, "main: nothing.js\nruntime:"));
      return upStack(await options());
    }

    it("has destroying it refused as a whole, and names the settings that protect", async () => {
      const { ok, diagnostics } = await destroy();
      project.edit("Pulumi.yaml", (text) => text.replace("main: nothing.js\n", ""));
      expect(ok).to.equal(false);
      expect(diagnostics.map(({ message }) => message).join()).to.contain(
        "::ccp-dev-keys.protect-and-repositories",
      );
      const after = await previewStack(await options());
      expect(after.resources.filter(({ operation }) => !["same", "read"].includes(operation))).to.deep.equal(
        [],
      );
    });

    async function retire(value: string): Promise<void> {
      project.edit("Pulumi.dev.yaml", (text) =>
        text
          .replace(/ {6}retire:.*\n/g, "")
          .replace(/^( {6})(?=description:)/gm, `      retire: ${value}\n$1`),
      );
      expect((await upStack(await options())).ok).to.equal(true);
    }

    it("lets it go once the keys are not protected and the repositories are retired and deleted", async () => {
      project.edit("Pulumi.dev.yaml", (text) =>
        text.replace("config:\n", "config:\n  codecommit-platform:keys: { protect: false }\n"),
      );
      await retire('{ reason: "We leave." }');
      expect((await destroy()).ok).to.equal(false);
      project.edit("Pulumi.yaml", (text) => text.replace("main: nothing.js\n", ""));
      await retire('{ reason: "We leave.", delete: true }');
      const { ok, diagnostics, resources } = await destroy();
      expect(ok, JSON.stringify(diagnostics)).to.equal(true);
      expect(resources.filter(({ operation }) => operation === "delete")).to.have.length.greaterThan(60);
    });
  });
});
