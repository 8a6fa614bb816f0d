import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Cli } from "./cli";
import { type Forecast, readForecast } from "./forecast";

export interface Previewed {
  readonly stack: string;
  /** `--policy-pack` and `--policy-pack-config`. */
  readonly policies: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Previews a stack and changes nothing: no stack is made, and the stack's file stays as it is, which the CLI would rewrite.
 *
 * @param directory the folder of Pulumi.yaml
 * @throws CliFailure when the preview fails; why is shown by then
 */
export async function previewStack(cli: Cli, directory: string, previewed: Previewed): Promise<Forecast> {
  const { stack, policies } = previewed;
  const scratch = mkdtempSync(path.join(tmpdir(), "preview-"));
  try {
    const events = path.join(scratch, "events");
    const args = ["preview", "--stack", stack, ...policies, "--event-log", events];
    // The CLI knows --event-log among the commands for debugging only.
    const environment = { ...previewed.environment, PULUMI_DEBUG_COMMANDS: "true" };
    if (await cli.hasStack(stack)) {
      const file = `Pulumi.${stack}.yaml`;
      copyFileSync(path.join(directory, file), path.join(scratch, file));
      await cli.show([...args, "--config-file", path.join(scratch, file)], environment);
    } else {
      console.log(
        `${stack} is not in the backend yet. This is what its first update would create, previewed in a backend of its own ` +
          "that is removed again; whether names are taken in AWS already shows in the update only.",
      );
      const temporary = temporaryBackend(cli, directory, scratch);
      await temporary.show(["stack", "init", stack]);
      await temporary.show(args, environment);
    }
    return readForecast(events);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The project with stack files of its own, and a backend without any stack. */
function temporaryBackend(cli: Cli, directory: string, scratch: string): Cli {
  const [project, backend] = ["project", "backend"].map((name) => path.join(scratch, name));
  mkdirSync(project);
  mkdirSync(backend);
  for (const name of readdirSync(directory)) {
    const [from, to] = [path.join(directory, name), path.join(project, name)];
    if (/^Pulumi\..+\.yaml$/.test(name)) {
      copyFileSync(from, to);
    } else if (existsSync(from)) {
      symlinkSync(from, to);
    }
  }
  return cli.within(project, {
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    // Settings have no secrets, and the state is removed.
    PULUMI_CONFIG_PASSPHRASE: "",
  });
}
