import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { signedPassword } from "../cloud/codecommit/gitSignature";
import { type Actor, hasPassword } from "./actor";
import { GitClient } from "./gitClient";
import type { Sides } from "./sides";
import { askSts, type Keys, keysIn } from "./stsClient";

/** What actors do with git, each in a clone of their own. */
export class Acts {
  private readonly sessions = new Map<string, Promise<Keys>>();

  /** @param directory an empty folder for clones */
  constructor(
    readonly sides: Sides,
    private readonly directory: string,
  ) {}

  git({ person }: Pick<Actor, "person">): GitClient {
    return new GitClient(this.directory, person);
  }

  /** Where an actor's clone is. */
  clone({ person }: Pick<Actor, "person">): string {
    return path.join(this.directory, person);
  }

  /** The repository's URL with what lets the actor in: git credentials, or else a password that she has signed. */
  async url(actor: Actor, region = this.sides.source): Promise<string> {
    return hasPassword(actor)
      ? this.sides.url(region, actor.gitUserName ?? "", actor.gitPassword ?? "")
      : this.signedUrl(await this.keys(actor), undefined, region);
  }

  /** The actor's own keys; where she needs MFA, those of a session. */
  keys(actor: Actor): Promise<Keys> {
    if (!actor.mfa) {
      return Promise.resolve(actor);
    }
    const known = this.sessions.get(actor.name) ?? this.signInWithMfa(actor);
    this.sessions.set(actor.name, known);
    return known;
  }

  /** A repository's URL with a password that these keys have signed, as git-remote-codecommit makes it. */
  signedUrl(
    { accessKeyId, secretAccessKey, sessionToken }: Keys,
    repository?: string,
    region = this.sides.source,
  ): string {
    const { hostname, pathname } = new URL(this.sides.url(region, "", "", repository));
    const time = new Date().toISOString().replace(/[-:]|\.\d+Z$/g, "");
    const password = signedPassword(secretAccessKey, { region, host: hostname, path: pathname }, time);
    const user = sessionToken === undefined ? accessKeyId : `${accessKeyId}%${sessionToken}`;
    return this.sides.url(region, user, password, repository);
  }

  async makeClone(actor: Actor, url: string, name = actor.person): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await this.git(actor).run(this.directory, "clone", "--quiet", url, name);
  }

  /** A clone with a commit that the repository does not have, for those who have none yet. */
  async ensureClone(actor: Actor): Promise<void> {
    if (!existsSync(this.clone(actor))) {
      await this.makeClone(actor, await this.url(actor));
      await this.commit(actor, `A change of ${actor.person}`);
    }
  }

  async commit(actor: Actor, message: string, ...options: string[]): Promise<void> {
    const change = ["commit", "--quiet", "--allow-empty", "--message", message, ...options];
    await this.git(actor).run(this.clone(actor), ...change);
  }

  /** Pushes, and waits for the copies. @returns what was seen */
  async push(actor: Actor, ...refspecs: string[]): Promise<string> {
    const url = await this.url(actor);
    const lag = await this.sides.lagOf(() =>
      this.git(actor).run(this.clone(actor), "push", "--quiet", "--force", url, ...refspecs),
    );
    return lag === undefined ? "pushed" : `copy equal ${(lag / 1000).toFixed(2)} s after the push`;
  }

  /** Brings what nobody may push straight to the repository's folder; the sweeps tell the copies of it. */
  async putOnDisk(clone: string, refspec: string): Promise<string> {
    const { sides } = this;
    const directory = sides.directory(sides.source);
    await sides.git.run(clone, "push", "--quiet", directory, refspec);
    await sides.equalAfter(() => sides.sweep());
    return "there";
  }

  /**
   * Pushes what must not be pushed.
   *
   * @returns the statement that refused it
   * @throws Error when it was accepted, changed something, or was refused without saying why
   */
  async refused(actor: Actor, region: string, refspec: string): Promise<string> {
    await this.ensureClone(actor);
    const before = await this.sides.refs(region);
    const { code, output } = await this.git(actor).try(
      this.clone(actor),
      "push",
      "--force",
      await this.url(actor, region),
      refspec,
    );
    if (code === 0 || (await this.sides.refs(region)).join() !== before.join()) {
      throw new Error("the push was accepted");
    }
    return reasonIn(output);
  }

  private async signInWithMfa({ arn, name, ...keys }: Actor): Promise<Keys> {
    const { endpoint, source } = this.sides;
    const device = arn.replace(/:user\/.*$/, `:mfa/${name}`);
    const asked = { SerialNumber: device, TokenCode: "123456" };
    return keysIn(await askSts({ endpoint, region: source }, keys, "GetSessionToken", asked));
  }
}

/**
 * The statement that refused a push, in what git printed.
 *
 * @throws Error when none is named
 */
export function reasonIn(output: string): string {
  const reason = /(?:denied by statement|no statement allows)[^\n]*/.exec(output)?.[0];
  if (reason === undefined) {
    throw new Error(`refused without a reason: ${output.trim()}`);
  }
  return reason.replace(/[).\s]*$/, (end) => (end.startsWith(")") ? ")" : ""));
}

/** The HTTP status of the first request of a clone. */
export async function statusOf(url: string): Promise<number> {
  const { username, password, origin, pathname } = new URL(url);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(`${origin}${pathname}/info/refs?service=git-upload-pack`, {
    headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
  });
  await response.arrayBuffer();
  return response.status;
}

/** @throws Error with what was seen instead */
export function expect(promise: boolean, seen: string): void {
  if (!promise) {
    throw new Error(seen);
  }
}
