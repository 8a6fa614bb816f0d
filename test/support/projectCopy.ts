import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "..", "..");

/** The program and the policy pack as they are, with settings and `.local/` of their own. */
export class ProjectCopy {
  readonly directory = mkdtempSync(path.join(tmpdir(), "project-"));

  constructor() {
    for (const name of readdirSync(root)) {
      if (/^Pulumi\..*yaml$/.test(name)) {
        copyFileSync(path.join(root, name), this.file(name));
      }
    }
    for (const name of [
      "components",
      "index.ts",
      "node_modules",
      "package.json",
      "policy-pack",
      "replicator",
      "tsconfig.json",
      "tsconfig.program.json",
    ]) {
      symlinkSync(path.join(root, name), this.file(name));
    }
  }

  file(...names: string[]): string {
    return path.join(this.directory, ...names);
  }

  /** Changes a file of settings. */
  edit(name: string, change: (text: string) => string): void {
    writeFileSync(this.file(name), change(readFileSync(this.file(name), "utf8")));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
