import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { parse as parseYaml } from "yaml";
import { commandOf } from "../commandLine";
import { parse } from "../commandLine/parse";
import { parseSettings } from "../components/settings/load";
import { primarySchema, replicaSchema } from "../components/settings/schema";
import { previewStack, renderResult } from "../local/engine";
import { Workspace } from "../local/workspace";
import { codeBlocks, documents, npmCommands } from "./support/documents";
import { ProjectCopy } from "./support/projectCopy";

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
    const led = documents.filter((file) => file !== "README.md" && !/^docs\/decisions\/\d/.test(file));
    expect(led).to.include.members(["CHANGELOG.md", "docs/architecture.md", "docs/decisions/README.md"]);
    expect(led.filter((file) => !readme.includes(`(${file})`))).to.deep.equal([]);
  });
});

describe("The list of decisions", () => {
  it("has each of them, by its number, in order", () => {
    const files = readdirSync(path.join(root, "docs/decisions")).filter((file) => file !== "README.md");
    const list = readFileSync(path.join(root, "docs/decisions/README.md"), "utf8");
    const listed = [...list.matchAll(/^(\d+)\. \[[^\]]+\]\(([^)]+)\)$/gm)];
    expect(listed.map(([, , file]) => file)).to.deep.equal(files.sort());
    expect(listed.map(([, number]) => Number(number))).to.deep.equal(
      files.map((file) => Number(file.slice(0, 4))),
    );
  });

  it("has short ones", () => {
    for (const file of readdirSync(path.join(root, "docs/decisions"))) {
      const lines = readFileSync(path.join(root, "docs/decisions", file), "utf8")
        .trimEnd()
        .split("\n");
      expect(lines.length, file).to.be.lessThan(40);
    }
  });
});

describe("The versions of this project", () => {
  const versionOf = (folder: string) =>
    (JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")) as { version: string })
      .version;

  it("are the newest of the changelog, with a date", () => {
    const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
    const [newest] = [...changelog.matchAll(/^## \[(\d[^\]]*)\] - (\d{4}-\d\d-\d\d)$/gm)];
    expect([".", "policy-pack", "replicator"].map(versionOf)).to.deep.equal(Array(3).fill(newest[1]));
  });
});

describe("The architecture", () => {
  it("says of each direct dependency what it is for", () => {
    const document = readFileSync(path.join(root, "docs/architecture.md"), "utf8");
    const [, text] = /^## Packages$([^]*?)^## /m.exec(document) ?? ["", ""];
    const named = [...text.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) +\|/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    const direct = [".", "policy-pack", "replicator"].flatMap((folder) => {
      const read = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")) as Record<
        "dependencies" | "devDependencies",
        Record<string, string> | undefined
      >;
      return [...Object.keys(read.dependencies ?? {}), ...Object.keys(read.devDependencies ?? {})];
    });
    expect(named.sort()).to.deep.equal([...new Set(direct)].sort());
  });
});

describe("A document", () => {
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

describe("A command in a document", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  // npm's own.
  const npmVerbs = ["ci", "install"];
  /** Values for the placeholders whose form is checked. */
  const values: Readonly<Record<string, string>> = { PORT: "8420", ID: "123456789012" };

  for (const document of documents) {
    for (const line of new Set(npmCommands(document))) {
      it(`exists, with its options: ${line} (${document})`, () => {
        const [verb, ...rest] = line.split(" ").slice(1);
        if (npmVerbs.includes(verb)) return;
        const [script, ...words] = verb === "run" ? rest.filter((word) => word !== "-s") : [verb, ...rest];
        expect(Object.keys(scripts)).to.include(script);
        if (words.length === 0) return;
        expect(words[0], "what stands before the options").to.equal("--");
        const command = commandOf(script, words.slice(1));
        expect(command, "its table").to.not.equal(undefined);
        if (command !== undefined) {
          const job = command.name.split(" ").length - 1;
          parse(
            command,
            words.slice(1 + job).map((word) => values[word] ?? word),
          );
        }
      });
    }
  }

  it("is found in most documents", () => {
    expect(documents.flatMap(npmCommands)).to.have.length.greaterThan(20);
  });
});

describe("Settings in a document", function () {
  this.timeout(180_000);
  type Sections = Record<string, Record<string, unknown>>;
  const [whole] = codeBlocks("README.md", "yaml");
  const own = "codecommit-platform:";

  /** As Pulumi hands settings over. */
  function problemsOf(config: Readonly<Record<string, unknown>>): string {
    const texts = Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    try {
      parseSettings("codecommit-platform", "trial", Object.fromEntries(texts) as Record<string, string>);
      return "";
    } catch (error) {
      return String(error);
    }
  }

  const base: Sections[string] = {
    [`${own}role`]: "primary",
    ...(parseYaml(whole) as { config: Sections }).config,
  };
  const blocks = documents.flatMap((document) =>
    codeBlocks(document, "yaml").map((text) => ({ document, settings: parseYaml(text) as Sections })),
  );

  for (const { document, settings } of blocks) {
    const { config, ...sections } = settings;
    const names = Object.keys(config ?? sections).join(", ");

    it(`passes the checks, put into the README's where it is a part: ${names} (${document})`, () => {
      for (const key of Object.keys(config ?? sections)) {
        expect(key).to.match(/^(codecommit-platform|aws):/);
      }
      const merged = Object.entries(sections).map(([key, value]) => [
        key,
        { ...(base[key] as object), ...value },
      ]);
      const complete = config ?? { ...base, ...(Object.fromEntries(merged) as Sections) };
      expect(problemsOf({ [`${own}role`]: "primary", ...complete })).to.equal("");
    });
  }

  it("is noticed when it is wrong", () => {
    expect(problemsOf({ ...base, [`${own}teams`]: { developers: { access: "raeder" } } })).to.include(
      "raeder",
    );
  });

  it("is an environment as it stands in the README", async () => {
    const project = new ProjectCopy();
    try {
      writeFileSync(project.file("Pulumi.trial.yaml"), whole);
      const result = await previewStack(
        await new Workspace(project.directory).deployOptions("trial", "trial"),
      );
      expect(result.ok, renderResult(result, { colors: false })).to.equal(true);
      expect(result.violations).to.deep.equal([]);
      expect(result.resources.map(({ type }) => type)).to.include("aws:codecommit/repository:Repository");
    } finally {
      project.remove();
    }
  });
});
