import { UsageError } from "./usageError";

/**
 * Ends the process with a command's exit code, or with 1 and a message. What the user can mend is printed without a
 * stack trace.
 *
 * @param isMendable whether an error's message is complete; a {@link UsageError} always is
 */
export function exitWith(code: Promise<number>, isMendable: (error: unknown) => boolean = () => false): void {
  code.then(
    (value) => {
      // After a signal, child processes may still be at work; they end with this one.
      if (value > 128) process.exit(value);
      // A command may have set one for a part that failed.
      process.exitCode ??= value;
    },
    (error: unknown) => {
      const message = error instanceof Error && (error instanceof UsageError || isMendable(error));
      console.error(message ? `error: ${error.message}` : error);
      process.exitCode = 1;
    },
  );
}
