import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { primarySchema, replicaSchema } from "../components/settings/schema";

const root = path.resolve(__dirname, "..");
const features = readFileSync(path.join(root, "docs", "features.md"), "utf8");

describe("The table of features", () => {
  it("names files that exist", () => {
    const named = [...features.matchAll(/`([\w/]+\.ts)`/g)].map(([, file]) => file);
    const missing = named.filter(
      (file) => !existsSync(path.join(root, file.startsWith("test/") ? file : `components/${file}`)),
    );
    expect(named).to.have.length.greaterThan(25);
    expect(missing).to.deep.equal([]);
  });

  it("leaves no setting out", () => {
    const keys = new Set([...Object.keys(primarySchema.shape), ...Object.keys(replicaSchema.shape)]);
    keys.delete("environment");
    expect([...keys].filter((key) => !new RegExp(`\`${key}[\`.:]`).test(features))).to.deep.equal([]);
  });
});

describe("The README", () => {
  it("leads to every document", () => {
    const readme = readFileSync(path.join(root, "README.md"), "utf8");
    const documents = readdirSync(path.join(root, "docs"));
    expect(documents.filter((file) => !readme.includes(`(docs/${file})`))).to.deep.equal([]);
  });
});

describe("A document", () => {
  const documents = ["README.md", ...readdirSync(path.join(root, "docs")).map((file) => `docs/${file}`)];
  const read = (file: string) => readFileSync(path.join(root, file), "utf8").replace(/^```[^]*?^```$/gm, "");

  /** What GitHub makes of headings. */
  const anchorsOf = (file: string) =>
    [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .replaceAll(" ", "-"),
    );

  for (const document of documents) {
    it(`leads to what is there: ${document}`, () => {
      const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
      const broken = links.filter(([, file, anchor]) => {
        const target = file === "" ? document : path.join(path.dirname(document), file);
        if (!existsSync(path.join(root, target))) return true;
        return anchor !== undefined && !anchorsOf(target).includes(anchor);
      });
      expect(broken.map(([link]) => link)).to.deep.equal([]);
    });
  }
});
