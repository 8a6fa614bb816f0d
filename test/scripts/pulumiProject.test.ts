import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as tsutils from "@pulumi/pulumi/tsutils";
import { expect } from "chai";
import { getFileInfo } from "prettier";
import { parse } from "yaml";

const root = path.resolve(__dirname, "..", "..");
/** What the language host reads compiler options with; its declaration is kept back as internal. */
const { loadTypeScriptCompilerOptions } = tsutils as unknown as {
  readonly loadTypeScriptCompilerOptions: (file: string) => object;
};
const file = (name: string) => path.join(root, name);

describe("The project as the Pulumi CLI sees it", () => {
  it("runs without checking types, which npm run typecheck does", () => {
    const { runtime } = parse(readFileSync(file("Pulumi.yaml"), "utf8")) as {
      runtime: { options: { tsconfig: string } };
    };
    // cmd/run of @pulumi/pulumi 3.248 takes `transpileOnly` from here, where the environment says nothing.
    expect(loadTypeScriptCompilerOptions(file(runtime.options.tsconfig))).to.include({ noCheck: true });
    expect(loadTypeScriptCompilerOptions(file("tsconfig.json"))).to.not.have.property("noCheck");
    expect(loadTypeScriptCompilerOptions(file("tsconfig.json"))).to.include({ strict: true });
  });

  it("leaves the form of stack files to the CLI, which rewrites them", async () => {
    for (const [name, ignored] of [
      ["Pulumi.dev.yaml", true],
      ["Pulumi.showcase-replica.yaml", true],
      ["Pulumi.yaml", false],
    ] as const) {
      const info = await getFileInfo(file(name), { ignorePath: file(".prettierignore") });
      expect(info.ignored, name).to.equal(ignored);
    }
  });

  it("keeps a stack file's comments and values when the CLI makes the stack", function () {
    this.timeout(60_000);
    if (spawnSync("pulumi", ["version"]).status !== 0) {
      console.log("      skipped: the Pulumi CLI is not on the PATH");
      this.skip();
    }
    const directory = mkdtempSync(path.join(tmpdir(), "stack-file-"));
    try {
      mkdirSync(path.join(directory, "backend"));
      for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml"])
        copyFileSync(file(name), path.join(directory, name));
      const { status, stderr } = spawnSync("pulumi", ["stack", "init", "dev", "--non-interactive"], {
        cwd: directory,
        encoding: "utf8",
        env: {
          PATH: process.env.PATH,
          PULUMI_HOME: path.join(directory, "home"),
          PULUMI_BACKEND_URL: pathToFileURL(path.join(directory, "backend")).href,
          PULUMI_CONFIG_PASSPHRASE: "",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      });
      expect(status, stderr).to.equal(0);
      const [before, after] = [root, directory].map((at) =>
        readFileSync(path.join(at, "Pulumi.dev.yaml"), "utf8"),
      );
      const comments = (text: string) => text.match(/# .*/g);
      expect(comments(after)).to.deep.equal(comments(before));
      const { encryptionsalt, ...rest } = parse(after) as Record<string, unknown>;
      expect(encryptionsalt).to.be.a("string");
      expect(rest).to.deep.equal(parse(before));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
