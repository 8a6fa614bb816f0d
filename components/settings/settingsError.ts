import { RunError } from "@pulumi/pulumi/errors";

/**
 * What is wrong with the settings of a stack, all of it at once.
 * A `RunError`, so that Pulumi prints the message and no stack trace.
 */
export class SettingsError extends RunError {
  constructor(stack: string, problems: readonly string[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      [`Pulumi.${stack}.yaml has ${count}; nothing was created.`, ...problems.map((p) => `  ✗ ${p}`)].join(
        "\n",
      ),
    );
    // Nobody is shown the frames. Without this line Pulumi 3.248 colours them all the same, and Node 20.20 runs out of
    // memory over a frame such as "node_modules/@pulumi/resource.ts", half a minute later (util.inspect with colors).
    this.stack = this.message;
  }
}
