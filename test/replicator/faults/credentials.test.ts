import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { type AwsCredentials, signCredentials } from "../../../replicator/git/credentials";
import type { Remote } from "../../../replicator/git/connection";
import { replicate } from "../../../replicator/replicate";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import type { Answer } from "../../support/answer";
import type { Exchange } from "../../support/gitServer";
import { diverged, expectEqual, type Diverged } from "../../support/pair";
import { isList, isPush, wantsObjects } from "../../support/requests";

const refused = (status: number): Answer => ({
  status,
  headers: { "Content-Type": "text/plain" },
  body: Buffer.from("who are you?"),
});

function passwordOf({ headers }: Exchange): string {
  const sent = Buffer.from(headers.authorization?.slice("Basic ".length) ?? "", "base64").toString();
  return sent.slice(sent.indexOf(":") + 1);
}

/** A role's session: it gives what it has kept, and a new password only to who was refused. */
class Session {
  current = "secret-1";
  refusals = 0;
  asked = 0;
  readonly ask = (anew?: boolean): Promise<{ username: string; password: string }> => {
    this.asked += 1;
    if (anew === true) this.current = `secret-${++this.refusals + 1}`;
    return Promise.resolve({ username: "ada", password: this.current });
  };
}

function run({ servers }: Diverged, credentials: Remote["credentials"]): ReturnType<typeof replicate> {
  const remote = (url: string): Remote => ({ url, credentials });
  return replicate(remote(servers.source.url("a")), remote(servers.target.url("b")), {
    ...{ pauseMilliseconds: 1, confirmMilliseconds: 1, maximumPasses: 4 },
  });
}

const requests = [
  ["the source's list", "source", isList],
  ["a fetch", "source", wantsObjects],
  ["the target's list", "target", isList],
  ["a push", "target", isPush],
] as const;

describe("Fault 9: credentials that are not taken", () => {
  afterEach(cleanUp);

  for (const [dialect, status] of [
    ["v0", 401],
    ["v2", 401],
    ["codeCommit", 403],
  ] as const) {
    for (const [what, side, isIt] of requests) {
      it(`are asked for anew, once, when ${what} is answered with ${status} (${dialect})`, async function () {
        const both = await diverged(this, dialect);
        const session = new Session();
        both.servers[side].onRequest = (exchange) =>
          Promise.resolve(
            isIt(exchange) && passwordOf(exchange) === "secret-1" ? refused(status) : undefined,
          );
        const report = await run(both, session.ask);
        expect(report).to.deep.include({ equal: true, retries: {}, passes: 2 });
        expect(session.refusals).to.equal(1);
        await expectEqual(both);
      });
    }
  }

  for (const [what, side, isIt] of requests) {
    it(`end it with an auth error when ${what} is refused twice`, async function () {
      const both = await diverged(this, "codeCommit");
      const session = new Session();
      const seen: string[] = [];
      both.servers[side].onRequest = (exchange) => {
        if (!isIt(exchange)) return Promise.resolve(undefined);
        seen.push(passwordOf(exchange));
        return Promise.resolve(refused(403));
      };
      const error = await failure(run(both, session.ask));
      expect(error).to.include({ code: "access-denied", transient: false });
      expect(error.message).to.match(new RegExp(`^${side} http://127.*answers 403 \\(who are you\\?\\)`));
      expect(error.message).not.to.include("secret");
      expect(seen).to.deep.equal(["secret-1", "secret-2"]);
      expect(await both.target.refs()).to.deep.equal(both.before);
    });
  }

  it("are asked for before every request, so that none is sent with an old signature", async function () {
    const both = await diverged(this);
    const session = new Session();
    for (const { exchanges } of Object.values(both.servers)) exchanges.length = 0;
    await run(both, session.ask);
    const sent = both.servers.source.exchanges.length + both.servers.target.exchanges.length;
    expect(session.asked).to.equal(sent);
  });

  it("that expire between a list and a push that is streamed cost one more pass", async function () {
    const both = await diverged(this);
    await both.source.commit("big.bin", randomBytes(9_000_000));
    const session = new Session();
    both.servers.target.onRequest = (exchange) =>
      Promise.resolve(isPush(exchange) && passwordOf(exchange) === "secret-1" ? refused(403) : undefined);
    const report = await run(both, session.ask);
    expect(report).to.deep.include({ equal: true, retries: { unavailable: 1 } });
    expect(both.servers.target.exchanges.filter(isPush).at(-1)?.headers).to.include({
      "transfer-encoding": "chunked",
    });
    await expectEqual(both);
  });

  it("end a streamed push with an auth error when they are refused again", async function () {
    const both = await diverged(this);
    await both.source.commit("big.bin", randomBytes(9_000_000));
    let pushes = 0;
    both.servers.target.onRequest = (exchange) => {
      if (isPush(exchange)) pushes += 1;
      return Promise.resolve(isPush(exchange) ? refused(403) : undefined);
    };
    const error = await failure(run(both, new Session().ask));
    expect(error).to.include({ code: "access-denied", transient: false });
    expect(pushes).to.equal(2);
    expect(await both.target.refs()).to.deep.equal(both.before);
  });

  it("that are the same when asked for anew are not tried again", async function () {
    const both = await diverged(this);
    both.servers.target.exchanges.length = 0;
    both.servers.target.onRequest = () => Promise.resolve(refused(401));
    const fixed = { username: "ada", password: "fixed" };
    expect(await failure(run(both, () => Promise.resolve(fixed)))).to.include({ code: "access-denied" });
    expect(both.servers.target.exchanges).to.have.lengthOf(1);
  });

  for (const [clock, minutes] of [
    ["slow", -60],
    ["fast", 60],
  ] as const) {
    it(`end it with an auth error when this machine's clock is ${clock}`, async function () {
      const both = await diverged(this, "codeCommit");
      const keys: AwsCredentials = { accessKeyId: "AKIA", secretAccessKey: "very-secret" };
      const url = both.servers.source.url("a");
      for (const server of Object.values(both.servers)) {
        server.onRequest = (exchange) =>
          Promise.resolve(isTimely(passwordOf(exchange)) ? undefined : refused(403));
      }
      const signed = (shift: number) => () =>
        Promise.resolve(signCredentials(keys, url, "eu-central-1", new Date(Date.now() + shift * 60_000)));
      const error = await failure(run(both, signed(minutes)));
      expect(error).to.include({ code: "access-denied", transient: false });
      expect(error.message).not.to.include("very-secret");
      expect(await both.target.refs()).to.deep.equal(both.before);
      await run(both, signed(0));
      await expectEqual(both);
    });
  }
});

/** A signature holds for 15 minutes. Source: AWS, "Signature Version 4", request expiry. */
function isTimely(password: string): boolean {
  const [year, month, day, hour, minute] = (/^(....)(..)(..)T(..)(..)/.exec(password) ?? [])
    .slice(1)
    .map(Number);
  return Math.abs(Date.now() - Date.UTC(year, month - 1, day, hour, minute)) < 15 * 60_000;
}
