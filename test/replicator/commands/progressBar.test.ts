import { expect } from "chai";
import { ProgressBar } from "../../../replicator/commands/progressBar";

function screen(isTTY: boolean): { readonly text: () => string; readonly bar: ProgressBar } {
  const written: string[] = [];
  const bar = new ProgressBar({ isTTY, write: (text) => written.push(text) }, 0);
  return { bar, text: () => written.join("").replace(/\d+\.\d MB\/s/g, "… MB/s") };
}

describe("The progress of a replication", () => {
  it("is one line on a terminal, which is gone at the end", () => {
    const { bar, text } = screen(true);
    bar.show({ bytes: 1_000_000, objects: 20 });
    bar.show({ bytes: 2_500_000, objects: 20 });
    bar.clear();
    bar.clear();
    const erase = "\r\x1b[K";
    expect(text()).to.equal(
      `copying 20 objects, 1.0 MB, … MB/s${erase}copying 20 objects, 2.5 MB, … MB/s${erase}`,
    );
  });

  it("is plain lines elsewhere", () => {
    const { bar, text } = screen(false);
    bar.show({ bytes: 1_000_000, objects: undefined });
    bar.show({ bytes: 2_000_000, objects: 1 });
    bar.clear();
    expect(text()).to.equal("copying 1.0 MB, … MB/s\ncopying 1 object, 2.0 MB, … MB/s\n");
  });

  it("tells of retries and stages on lines of their own", () => {
    const { bar, text } = screen(true);
    bar.show({ bytes: 0, objects: 3 });
    bar.step("retry", {
      attempt: 1,
      code: "unavailable",
      message: "target http://b answers 503; try again later",
    });
    bar.step("staged", { commits: 1, objects: 1_200, ok: false });
    bar.step("staged", { commits: 1, objects: 600, ok: true });
    bar.step("pushed", { commands: 1 });
    expect(text()).to.equal(
      "copying 3 objects, 0.0 MB, … MB/s\r\x1b[Ktrying again: target http://b answers 503\n" +
        "stage: 1200 objects were too much at once\nstage: 600 objects copied\n",
    );
  });
});
