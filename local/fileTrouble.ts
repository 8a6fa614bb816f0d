import path from "node:path";
import { EngineError } from "./engine";

/** What to do about a file that cannot be read or written; undefined for any other error. */
export function fileTrouble(error: unknown): EngineError | undefined {
  const { code, path: file, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || typeof code !== "string" || typeof file !== "string") {
    return undefined;
  }
  const where = path.dirname(file);
  switch (code) {
    case "EROFS":
      return new EngineError(
        `${file} cannot be written: ${where} is on a read-only file system. Start in a copy of the project that you may write to`,
      );
    case "EACCES":
    case "EPERM":
      return new EngineError(
        `${file} belongs to somebody else, so you may not use it: take it over with ` +
          `sudo chown -R "$(id -un)" .local, or start in a copy of the project that is yours`,
      );
    case "ENOSPC":
      return new EngineError(`${file} cannot be written: the disk is full`);
    default:
      return new EngineError(message);
  }
}
