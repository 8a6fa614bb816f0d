import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const root = path.resolve(__dirname, "../..");
const guide = readFileSync(path.join(root, "docs/how-it-works.md"), "utf8");

/** Of a package that is installed: its version, and whether `pulumi install` downloads a plugin for it. */
function installed(name: string): {
  readonly version: string;
  readonly pulumi?: { readonly resource?: boolean };
} {
  const file = path.join(root, "node_modules/@pulumi", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")) as ReturnType<typeof installed>;
}

describe("What is written about the Pulumi CLI", () => {
  it("names the versions of the plugins that are installed", () => {
    const named = [...guide.matchAll(/pulumi plugin install resource (\S+) (\S+)/g)];
    expect(named.map(([, name]) => name)).to.deep.equal(["aws", "awsx", "docker-build"]);
    for (const [, name, version] of named) {
      expect([name, installed(name).version]).to.deep.equal([name, version]);
    }
    expect(
      ["aws", "awsx", "docker", "docker-build"].filter((name) => !installed(name).pulumi?.resource),
    ).to.deep.equal([]);
  });

  it("is of the version that the program uses", () => {
    expect(guide).to.include(`Seen with version ${installed("pulumi").version}:`);
  });
});
