import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { EngineError } from "../../local/engine";
import { fileTrouble } from "../../local/fileTrouble";
import { refuseLeftovers } from "../../local/leftovers";
import { lock } from "../../local/lock";
import { start } from "../../local/start";
import { Workspace } from "../../local/workspace";
import { ProjectCopy } from "../support/projectCopy";

/** Somebody who owns nothing here. */
const nobody = 65_534;

describe("What earlier runs left", () => {
  let project: ProjectCopy;
  let workspace: Workspace;

  beforeEach(() => {
    project = new ProjectCopy();
    workspace = new Workspace(project.directory);
  });
  afterEach(() => {
    project.remove();
  });

  const make = (folder: string, file: string) => {
    mkdirSync(workspace.local("dev", folder), { recursive: true });
    writeFileSync(workspace.local("dev", folder, file), "{}");
  };

  it("is built upon when state and cloud are both there, or neither", () => {
    refuseLeftovers(workspace, "dev");
    make("state", "dev.json");
    make("cloud", "repositories.json");
    refuseLeftovers(workspace, "dev");
  });

  for (const { there, gone } of [
    { there: "state", gone: "cloud" },
    { there: "cloud", gone: "state" },
  ]) {
    it(`is refused when there is a ${there} without its ${gone}, with the way out`, () => {
      make(there, "dev.json");
      expect(() => {
        refuseLeftovers(workspace, "dev");
      }).to.throw(
        EngineError,
        `${workspace.local("dev", there)} is there, and ${workspace.local("dev", gone)}, which belongs to it, is gone: ` +
          "put it back, or forget both with npm start -- --stack dev --fresh",
      );
    });
  }

  it("is forgotten for one environment, and stays for the others", () => {
    make("state", "dev.json");
    mkdirSync(workspace.local("prod", "state"), { recursive: true });
    workspace.forget("dev");
    expect(
      [workspace.local("dev"), workspace.local("prod", "state")].map((path) => existsSync(path)),
    ).to.deep.equal([false, true]);
  });
});

describe("A folder that cannot be written", () => {
  let project: ProjectCopy;

  beforeEach(() => {
    project = new ProjectCopy();
    chmodSync(project.directory, 0o755);
  });
  afterEach(() => {
    project.remove();
  });

  /** As somebody who may not: root may do everything. */
  function asNobody<Result>(act: () => Result): Result {
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(nobody);
    try {
      return act();
    } finally {
      if (root) process.seteuid?.(0);
    }
  }

  const errorOf = (act: () => unknown): unknown => {
    try {
      act();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it("is told in one line, with the way out, when it belongs to somebody else", () => {
    const local = project.file(".local");
    mkdirSync(local, { mode: 0o555 });
    const error = fileTrouble(errorOf(() => asNobody(() => lock(project.file(".local", ".lock")))));
    expect(error?.message)
      .to.include(`${project.file(".local", ".lock")} belongs to somebody else`)
      .and.include("sudo chown -R")
      .and.not.include("\n");
  });

  it("is told in one line when files in it belong to somebody else", () => {
    const workspace = new Workspace(project.directory);
    mkdirSync(workspace.local("dev", "state"), { recursive: true });
    writeFileSync(workspace.local("dev", "state", "dev.json"), "{}", { mode: 0o400 });
    chmodSync(workspace.local("dev"), 0o777);
    chmodSync(workspace.local("dev", "state"), 0o777);
    const error = fileTrouble(
      errorOf(() =>
        asNobody(() => {
          refuseLeftovers(workspace, "dev");
        }),
      ),
    );
    expect(error?.message).to.include(
      `${workspace.local("dev", "state", "dev.json")} belongs to somebody else`,
    );
  });

  it("is told in one line when the file system is read-only", () => {
    const refused = Object.assign(new Error("EROFS: read-only file system, mkdir '/a/.local'"), {
      code: "EROFS",
      path: "/a/.local",
    });
    expect(fileTrouble(refused)?.message).to.equal(
      "/a/.local cannot be written: /a is on a read-only file system. Start in a copy of the project that you may write to",
    );
  });

  it("ends the start without a stack trace", async () => {
    writeFileSync(project.file(".local"), "a file where a folder should be");
    const error = await start(
      new Workspace(project.directory),
      "dev",
      { exit: true, fresh: false },
      () => undefined,
    ).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(EngineError);
    expect((error as EngineError).message).to.include(project.file(".local"));
  });

  it("leaves errors of other kinds alone", () => {
    expect(fileTrouble(new Error("no file has to do with it"))).to.equal(undefined);
  });
});
