import { cliVersion, LocalEngine, RealEngine, type Engine } from "./engines";
import { facts } from "./facts";

/** Each fact is shown in a folder of its own: none builds on another. */
function holds(open: () => Promise<Engine>): void {
  for (const { fact, seen, source, show } of facts) {
    it(`${fact} (${seen}: ${source})`, async () => {
      const engine = await open();
      try {
        await show(engine);
      } finally {
        await engine.close();
      }
    });
  }
}

describe("What this project relies on of the Pulumi engine, with the local engine", function () {
  this.timeout(300_000);
  holds(() => LocalEngine.open());
});

describe("What this project relies on of the Pulumi engine, with the Pulumi CLI", function () {
  this.timeout(300_000);
  before(
    "The Pulumi CLI and its language host for Node.js must be on the PATH; without them this is skipped",
    async function () {
      const version = await cliVersion();
      if (version === undefined) {
        console.log(
          "    skipped: there is no Pulumi CLI on the PATH (https://www.pulumi.com/docs/iac/download-install/)",
        );
        this.skip();
      }
    },
  );
  holds(() => RealEngine.open());
});
