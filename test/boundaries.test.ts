import path from "node:path";
import { expect } from "chai";
import { ESLint } from "eslint";

const root = path.resolve(__dirname, "..");

/** Who may not import what: the file that would, and the import. */
const forbidden = [
  ["index.ts", "./local/main"],
  ["components/team.ts", "../policy-pack/access/evaluate"],
  ["components/team.ts", "../replicator/worker"],
  ["components/team.ts", "../local/start"],
  ["components/documents/keys.ts", "../settings/schema"],
  ["components/documents/keys.ts", "../team"],
  ["policy-pack/policies/index.ts", "../../components/documents/actions"],
  ["policy-pack/index.ts", "../local/engine"],
  ["policy-pack/index.ts", "../commandLine"],
  ["commandLine/parse.ts", "../local/engine"],
  ["replicator/worker.ts", "../components/bundle"],
  ["replicator/git/pktLine.ts", "../../local/cloud"],
  ["local/start.ts", "../components/primary"],
  ["local/cloud/index.ts", "../../replicator/replicate"],
  ["local/start.ts", "../policy-pack/policies"],
] as const;

const allowed = [
  ["index.ts", "./components/primary"],
  ["components/team.ts", "./documents/place"],
  ["local/main.ts", "../commandLine"],
  ["commandLine/run.ts", "../package.json"],
  ["local/cloud/iam/authoriser.ts", "../../../policy-pack/access/evaluate"],
] as const;

describe("Data flows one way:", function () {
  this.timeout(60_000);
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: { languageOptions: { parserOptions: { project: false } } },
    ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
  });

  async function complaints(file: string, specifier: string): Promise<number> {
    const [{ messages }] = await eslint.lintText(`import "${specifier}";\n`, {
      filePath: path.join(root, file),
    });
    return messages.length;
  }

  for (const [file, specifier] of forbidden) {
    it(`${file} may not import ${specifier}`, async () => {
      expect(await complaints(file, specifier)).to.equal(1);
    });
  }
  for (const [file, specifier] of allowed) {
    it(`${file} may import ${specifier}`, async () => {
      expect(await complaints(file, specifier)).to.equal(0);
    });
  }
});
