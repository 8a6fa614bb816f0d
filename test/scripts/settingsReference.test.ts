import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { format, resolveConfig } from "prettier";
import { settingsReference } from "../../scripts/settingsReference";

const file = path.resolve(__dirname, "..", "..", "docs", "settings.md");

describe("The settings reference", () => {
  it("is what the schema says; if not, run: npm run docs", async () => {
    const made = await format(settingsReference(), { ...(await resolveConfig(file)), parser: "markdown" });
    expect(readFileSync(file, "utf8")).to.equal(made);
  });
});
