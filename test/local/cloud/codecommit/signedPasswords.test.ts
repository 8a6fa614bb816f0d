import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { signedPassword } from "../../../../local/cloud/codecommit/gitSignature";
import { rule } from "../pipeline";
import { company, primary, replica, Workbench } from "../workbench";

const now = (offsetMs = 0) => new Date(Date.now() + offsetMs).toISOString().replace(/[-:]/g, "").slice(0, 15);

describe("A signed password", () => {
  let bench: Workbench;
  before(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  after(() => bench.close());

  const request = { region: primary, host: "127.0.0.1", path: "/v1/repos/payments-api" };
  const ask = (
    changes: Partial<typeof request>,
    time = now(),
    secret = bench.user("dana").secretAccessKey,
  ) => {
    const password = signedPassword(secret, { ...request, ...changes }, time);
    return bench.git(
      bench.directory,
      "ls-remote",
      bench.signedUrl("payments-api", bench.user("dana").accessKeyId, password),
    );
  };

  it("is what git-remote-codecommit makes", () => {
    const vector = {
      region: "us-west-2",
      host: "git-codecommit.us-west-2.amazonaws.com",
      path: "/v1/repos/test_repo",
    };
    expect(signedPassword("secret", vector, "20171224T115320")).to.equal(
      "20171224T115320Zb6df2d758a8023b2f000a546417007b65494f3ce8ad0300fd45fcfa173f1959a",
    );
  });

  it("opens a repository to the owner of the access key", async () => {
    expect((await ask({})).code).to.equal(0);
  });

  const refused = async (run: ReturnType<typeof ask>, text: string) => {
    const { code, output } = await run;
    expect(code).to.equal(128);
    expect(output).to.contain("403").and.to.contain(text);
  };

  it("is refused when it is older than 15 minutes", () => refused(ask({}, now(-16 * 60_000)), "15 minutes"));
  it("is refused when its time is more than 15 minutes ahead, and not as an old one", () =>
    refused(ask({}, now(16 * 60_000)), "15 minutes ahead"));
  // git-remote-codecommit 1.17 signs $CODE_COMMIT_ENDPOINT as it is: `hostname = os.environ.get('CODE_COMMIT_ENDPOINT', …)`.
  it("is taken for a host with the port that it was sent to, and with no other", async () => {
    const { host } = new URL(bench.cloud.endpoint(primary));
    expect((await ask({ host })).code).to.equal(0);
    await refused(ask({ host: "127.0.0.1:1" }), "does not match");
  });
  it("is refused when it is signed with another secret", () =>
    refused(ask({}, now(), "forged"), "does not match"));
  it("is refused when it is signed for another repository", () =>
    refused(ask({ path: "/v1/repos/other" }), "does not match"));
  it("is refused when it is signed for another region", () =>
    refused(ask({ region: replica }), "does not match"));
  it("is refused when it is signed for another host", () =>
    refused(ask({ host: "localhost" }), "does not match"));
  it("is refused when its access key is unknown", async () => {
    const url = bench.signedUrl("payments-api", "AKIAUNKNOWN", "20171224T115320Z00");
    await refused(bench.git(bench.directory, "ls-remote", url), "unknown");
  });

  it("of a role is accepted with its session token, and with no other", async () => {
    // The function tells its credentials: what any code that runs under the role can do.
    const code = `exports.handler = async () => {
      const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
      console.log(JSON.stringify({ id, secret, token }));
    };`;
    await rule(bench, { code, allow: [{ Effect: "Allow", Action: "codecommit:GitPull", Resource: "*" }] });
    const work = await bench.workingCopy("work");
    await bench.git(work, "push", bench.url("payments-api", "rita"), "main");
    await bench.cloud.waitUntilIdle();
    const told = await readFile(join(bench.directory, "logs", "dispatcher.log"), "utf8");
    const { id, secret, token } = JSON.parse(told) as { id: string; secret: string; token: string };

    const password = signedPassword(secret, request, now());
    const as = (userName: string) =>
      bench.git(work, "ls-remote", bench.signedUrl("payments-api", userName, password));
    expect((await as(`${id}%${token}`)).code).to.equal(0);
    await refused(as(id), "session token");
    await refused(as(`${id}%${token.slice(1)}`), "session token");
  });
});
