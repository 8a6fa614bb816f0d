import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSettings } from "../../components/settings/load";
import { configuration, repositories } from "../components/settings/settings";

const directory = path.resolve(__dirname, "../../policy-pack/presets");

describe("The presets", () => {
  for (const file of readdirSync(directory)) {
    it(`make nothing mandatory that settings leave out: a repository's description in ${file}`, () => {
      const config = configuration(repositories({ api: {} }));
      expect(() => parseSettings("codecommit-platform", "dev", config)).to.not.throw();
      const preset = JSON.parse(readFileSync(path.join(directory, file), "utf8")) as Record<string, unknown>;
      const level = preset["codecommit-repository-require-description"];
      const told =
        typeof level === "string" ? level : (level as { enforcementLevel: string }).enforcementLevel;
      expect(told).to.equal("advisory");
    });

    it(`prove in ${file} that approvers may approve, and name users by their ARNs`, () => {
      const preset = JSON.parse(readFileSync(path.join(directory, file), "utf8")) as Record<string, unknown>;
      for (const policy of ["able-approvers", "known-approvers", "user-arns"]) {
        expect(preset[`codecommit-template-require-${policy}`]).to.equal("mandatory");
      }
    });
  }
});
