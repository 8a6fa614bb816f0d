import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Ask } from "./git/authorised";
import type { Credentials } from "./git/credentials";

/** Two prompts on one terminal would be one muddle. */
let asking: Promise<unknown> = Promise.resolve();

/**
 * What `git credential fill` knows once the server has refused what was given: from git's credential helpers, from the
 * program that GIT_ASKPASS names, or from somebody at the terminal. So no password need stand on a command line. Nothing
 * is stored, and nothing erased.
 *
 * @param given What is tried first; undefined: nothing, as for a public repository.
 */
export function gitCredentials(url: URL, given: Credentials | undefined): Ask {
  let known = given;
  /** Once for all connections: the lists of both services may be refused at the same time. */
  let filled: Promise<Credentials | undefined> | undefined;
  return async (refused) => {
    if (refused === true) {
      filled ??= asking.then(() => fill(url, given?.username));
      asking = filled;
      known = (await filled) ?? known;
    }
    return known;
  };
}

/** @returns undefined where git has none, or is not there */
async function fill(url: URL, username: string | undefined): Promise<Credentials | undefined> {
  const fields = {
    protocol: url.protocol.slice(0, -1),
    host: url.host,
    path: url.pathname.slice(1),
    ...(username === undefined ? {} : { username }),
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}=${value}\n`);
  // A line of its own would be another field.
  if (lines.some((line) => line.indexOf("\n") < line.length - 1 || line.includes("\0"))) return undefined;
  const child = spawn("git", ["credential", "fill"], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.on("error", () => undefined).end(`${lines.join("")}\n`);
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => {
      resolve(null);
    });
    child.once("close", resolve);
  });
  const [answer, code] = await Promise.all([text(child.stdout), ended]);
  const entries = new Map(
    answer.split("\n").map((line) => [line.split("=", 1)[0], line.replace(/^[^=]*=/, "")]),
  );
  const [user, password] = [entries.get("username"), entries.get("password")];
  return code === 0 && user !== undefined && password !== undefined
    ? { username: user, password }
    : undefined;
}
