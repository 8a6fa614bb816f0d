import { expect } from "chai";
import type { DeployOptions, SoFar, StackResult } from "../../local/engine";
import { LoadingLine, type Terminal } from "../../local/loadingLine";

class Screen implements Terminal {
  readonly isTTY = true;
  columns = 100;
  text = "";

  write(text: string): void {
    this.text += text;
  }

  /** What stands in the line now. */
  get line(): string {
    return this.text.split("\r\u001b[2K").at(-1) ?? "";
  }
}

const file: Terminal = { write: () => expect.fail("a plain line goes to print") };

describe("The line of what loads", () => {
  const seen: string[] = [];
  const print = (text: string) => seen.push(text);
  beforeEach(() => {
    seen.length = 0;
  });

  it("tells on a terminal how far each stack is, and disappears", () => {
    const screen = new Screen();
    const line = new LoadingLine(print, screen);
    line.update("dev", { resources: 0, policies: 0 });
    expect(screen.line).to.equal("  Loading dev: 0 resources, policies are loading (0 s)");
    line.update("dev", { resources: 31, policies: 102 });
    line.update("dev-replica", { resources: 4, policies: 0 });
    expect(screen.line).to.match(
      /^ {2}Loading dev: 31 resources, 102 policies; dev-replica: 4 resources, policies are loading \(\d s\)$/,
    );
    line.end("dev");
    expect(screen.line).to.match(/^ {2}Loading dev-replica: 4/);
    line.end("dev-replica");
    expect(screen.line).to.equal("");
    expect(screen.text).to.not.include("\n");
    expect(seen).to.deep.equal([]);
  });

  it("is no longer than the terminal is wide", () => {
    const screen = new Screen();
    screen.columns = 20;
    const line = new LoadingLine(print, screen);
    line.update("dev", { resources: 31, policies: 102 });
    expect(screen.line).to.equal("  Loading dev: 31 r");
    line.end("dev");
  });

  it("is a plain line where no terminal is, and only when it has changed", () => {
    const line = new LoadingLine(print, file);
    line.update("dev", { resources: 1, policies: 102 });
    line.update("dev", { resources: 2, policies: 102 });
    expect(seen).to.deep.equal([]);
    line.tick();
    line.tick();
    expect(seen).to.deep.equal(["  Loading dev: 2 resources, 102 policies"]);
    line.end("dev");
  });

  it("is there while a run lasts, also one that fails", async () => {
    const screen = new Screen();
    const run = new LoadingLine(print, screen).around(
      ({ onProgress }: DeployOptions): Promise<StackResult> => {
        const soFar: SoFar = { resources: 7, policies: 102 };
        onProgress?.(soFar);
        expect(screen.line).to.include("dev: 7 resources");
        throw new Error("no such stack");
      },
    );
    const error = await run({ stack: "dev" } as DeployOptions).catch(String);
    expect(error).to.equal("Error: no such stack");
    expect(screen.line).to.equal("");
  });
});
