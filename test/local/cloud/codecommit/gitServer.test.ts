import { expect } from "chai";
import { join } from "node:path";
import { flushPkt, pktLine } from "../../../../local/cloud/codecommit/pktLine";
import { company, document, primary, Workbench } from "../workbench";

describe("Git over HTTP", () => {
  let bench: Workbench;
  let work: string;

  before(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
    expect((await bench.git(work, "push", bench.url("payments-api", "rita"), "main")).code).to.equal(0);
  });
  after(() => bench.close());

  const push = (user: string, ...refspecs: string[]) =>
    bench.git(work, "push", bench.url("payments-api", user), ...refspecs);

  describe("who one is", () => {
    const status = async (path: string, authorization?: string) => {
      const headers = new Headers(authorization === undefined ? [] : [["authorization", authorization]]);
      const response = await fetch(`${bench.cloud.endpoint(primary)}${path}`, { headers });
      return {
        status: response.status,
        realm: response.headers.get("www-authenticate"),
        text: await response.text(),
      };
    };
    const basic = (user: string, password: string) =>
      `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    const refs = "info/refs?service=git-upload-pack";

    it("asks for credentials before it says whether a repository exists", async () => {
      for (const name of ["payments-api", "unknown"]) {
        const answer = await status(`/v1/repos/${name}/${refs}`);
        expect(answer.status).to.equal(401);
        expect(answer.realm).to.match(/^Basic realm=/);
      }
    });

    it("asks again after a wrong password", async () => {
      const { gitUserName = "" } = bench.user("dana");
      expect((await status(`/v1/repos/payments-api/${refs}`, basic(gitUserName, "wrong"))).status).to.equal(
        401,
      );
      const url = bench.signedUrl("payments-api", gitUserName, "wrong");
      const { code, output } = await bench.git(work, "ls-remote", url);
      expect(code).to.equal(128);
      expect(output).to.contain("Authentication failed");
    });

    it("knows no repository by another name, by .git or by a second slash", async () => {
      const { gitUserName = "", gitPassword = "" } = bench.user("dana");
      const known = basic(gitUserName, gitPassword);
      expect((await status(`/v1/repos/payments-api/${refs}`, known)).status).to.equal(200);
      for (const name of ["unknown", "payments-api.git", "payments-api/"]) {
        expect((await status(`/v1/repos/${name}/${refs}`, known)).status, name).to.equal(404);
      }
    });

    it("offers what CodeCommit offers, in version 0, and nothing of git's own", async () => {
      const { gitUserName = "", gitPassword = "" } = bench.user("rita");
      const authorization = basic(gitUserName, gitPassword);
      const offered = async (service: string) => {
        const url = `${bench.cloud.endpoint(primary)}/v1/repos/payments-api/info/refs?service=${service}`;
        const headers = { authorization, "git-protocol": "version=2" };
        const [, first = ""] = (await (await fetch(url, { headers })).text()).split("\0");
        return (first.split("\n")[0] ?? "").split(" ").sort();
      };
      expect(await offered("git-receive-pack")).to.deep.equal([
        "delete-refs",
        "report-status",
        "side-band-64k",
      ]);
      expect(await offered("git-upload-pack")).to.deep.equal([
        "allow-reachable-sha1-in-want",
        "allow-tip-sha1-in-want",
        "multi_ack_detailed",
        "shallow",
        "side-band-64k",
        "thin-pack",
      ]);
    });
  });

  describe("what one may do", () => {
    it("lets a reader clone, and refuses her push with the reason", async () => {
      const path = join(bench.directory, "alans");
      expect(
        (await bench.git(bench.directory, "clone", bench.url("payments-api", "alan"), path)).code,
      ).to.equal(0);
      const { code, output } = await push("alan", "main:refs/heads/alans");
      expect(code).to.equal(128);
      expect(output)
        .to.contain("403")
        .and.to.contain("codecommit:GitPush")
        .and.to.contain("no statement allows");
      expect(await bench.refs("payments-api")).not.to.have.property("refs/heads/alans");
    });

    it("refuses a clone of one without any policy", async () => {
      await bench.create("aws:iam/group:Group", { name: "strangers" });
      await bench.member("sam", "strangers");
      const { code, output } = await bench.git(work, "ls-remote", bench.url("payments-api", "sam"));
      expect(code).to.equal(128);
      expect(output).to.contain("403").and.to.contain("codecommit:GitPull");
    });

    it("takes a developer's feature branch", async () => {
      const { code } = await push("dana", "main:refs/heads/feature/one");
      expect(code).to.equal(0);
      expect(await bench.refs("payments-api")).to.have.property("refs/heads/feature/one");
    });

    for (const [what, refspec] of [
      ["a change of", "HEAD:main"],
      ["the creation of", "HEAD:refs/heads/release/1.0"],
      ["a forced change of", "+HEAD~1:main"],
    ] as const) {
      it(`refuses ${what} a protected branch, and names the statement`, async () => {
        await bench.commit(work, what);
        const before = await bench.refs("payments-api");
        const { code, output } = await push("dana", refspec);
        expect(code).to.equal(1);
        expect(output).to.contain("[remote rejected]");
        expect(output).to.contain("codecommit:GitPush on refs/heads/").and.to.contain("for dana");
        expect(output).to.contain("statement GuardTrunk of policy trunk-guard (group developers)");
        expect(await bench.refs("payments-api")).to.deep.equal(before);
      });
    }

    it("refuses the deletion of a protected branch that is not the default", async () => {
      expect((await push("rita", "HEAD:refs/heads/release/2.0")).code).to.equal(0);
      const { code, output } = await push("dana", ":refs/heads/release/2.0");
      expect(code).to.equal(1);
      expect(output).to.contain("GuardTrunk");
      expect(await bench.refs("payments-api")).to.have.property("refs/heads/release/2.0");
    });

    it("refuses a push as a whole when one of its refs is refused", async () => {
      await bench.commit(work, "several");
      const before = await bench.refs("payments-api");
      const { code, output } = await push(
        "dana",
        "HEAD:refs/heads/feature/two",
        "HEAD:main",
        "HEAD:refs/tags/v1",
      );
      expect(code).to.equal(1);
      expect(output.match(/\[remote rejected\]/g)).to.have.length(3);
      expect(output).to.contain("refused with another ref of this push");
      expect(await bench.refs("payments-api")).to.deep.equal(before);
    });

    it("lets a change of policy count at once", async () => {
      await bench.create("aws:iam/group:Group", { name: "writers" });
      await bench.member("wanda", "writers");
      expect((await push("wanda", "HEAD:refs/heads/wanda")).code).to.equal(128);
      const allow = { Effect: "Allow", Action: ["codecommit:Git*"], Resource: "*" };
      await bench.grant("writers", "write", [allow]);
      expect((await push("wanda", "HEAD:refs/heads/wanda")).code).to.equal(0);
    });
  });

  describe("the default branch", () => {
    it("is the first branch that is pushed, whatever its name", async () => {
      await bench.create("aws:codecommit/repository:Repository", { repositoryName: "fresh" });
      await bench.git(work, "push", bench.url("fresh", "rita"), "HEAD:refs/tags/v0");
      const { code } = await bench.git(work, "push", bench.url("fresh", "rita"), "HEAD:refs/heads/trunk");
      expect(code).to.equal(0);
      const path = join(bench.directory, "fresh-clone");
      await bench.git(bench.directory, "clone", bench.url("fresh", "rita"), path);
      expect((await bench.git(path, "branch", "--show-current")).output.trim()).to.equal("trunk");
      const head = await bench.git(bench.cloud.repositoryDirectory(primary, "fresh"), "symbolic-ref", "HEAD");
      expect(head.output.trim()).to.equal("refs/heads/trunk");
    });

    it("cannot be deleted, not even by one who may push to it", async () => {
      const { code, output } = await push("rita", ":main");
      expect(code).to.equal(1);
      expect(output).to.contain("default branch");
      expect(await bench.refs("payments-api")).to.have.property("refs/heads/main");
    });

    it("does not keep others from being deleted", async () => {
      expect((await push("rita", "HEAD:refs/heads/old")).code).to.equal(0);
      expect((await push("rita", ":refs/heads/old")).code).to.equal(0);
      expect(await bench.refs("payments-api")).not.to.have.property("refs/heads/old");
    });
  });

  describe("bodies", () => {
    it("takes a push in chunks, and a fetch with a packed request", async () => {
      await bench.git(work, "checkout", "--quiet", "--detach");
      for (let index = 0; index < 30; index++) await bench.commit(work, `change ${index}`);
      const url = bench.url("payments-api", "rita");
      // A buffer this small makes git send the pack in chunks, after an empty probe.
      const pushed = await bench.git(
        work,
        "-c",
        "http.postBuffer=1024",
        "push",
        url,
        "HEAD:refs/heads/chunks",
      );
      expect(pushed.code, pushed.output).to.equal(0);
      // More haves than a plain request has: git packs what is over 1 KiB.
      const other = await bench.workingCopy("other");
      for (let index = 0; index < 40; index++) await bench.commit(other, `other ${index}`);
      const fetched = await bench.git(other, "fetch", url, "refs/heads/chunks");
      expect(fetched.code, fetched.output).to.equal(0);
      const tip = (await bench.refs("payments-api"))["refs/heads/chunks"];
      expect((await bench.git(other, "rev-parse", "FETCH_HEAD")).output.trim()).to.equal(tip);
    });

    it("refuses a guarded push that comes in chunks", async () => {
      const url = bench.url("payments-api", "dana");
      const { code, output } = await bench.git(work, "-c", "http.postBuffer=1024", "push", url, "HEAD:main");
      expect(code).to.equal(1);
      expect(output).to.contain("GuardTrunk");
    });

    it("refuses more than 4,000 commands", async () => {
      const { gitUserName = "", gitPassword = "" } = bench.user("rita");
      const [id, zero] = ["1".repeat(40), "0".repeat(40)];
      const lines = Array.from({ length: 4001 }, (_, index) =>
        pktLine(`${zero} ${id} refs/heads/many/${index}${index === 0 ? "\0report-status" : ""}`),
      );
      const response = await fetch(
        `${bench.cloud.endpoint(primary)}/v1/repos/payments-api/git-receive-pack`,
        {
          method: "POST",
          headers: {
            authorization: `Basic ${Buffer.from(`${gitUserName}:${gitPassword}`).toString("base64")}`,
          },
          body: Buffer.concat([...lines, flushPkt]),
        },
      );
      const report = await response.text();
      expect(report.match(/ng refs\/heads\/many\/\d+ Too many reference update commands/g)).to.have.length(
        4001,
      );
      expect(await bench.refs("payments-api")).not.to.have.property("refs/heads/many/0");
    });
  });

  describe("a repository with a key", () => {
    before(async () => {
      const key = await bench.create("aws:kms/key:Key", {
        policy: document([
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: "kms:*",
            Resource: "*",
          },
        ]),
      });
      await bench.create("aws:kms/alias:Alias", { name: "alias/repositories", targetKeyId: key.keyId });
      await bench.create("aws:codecommit/repository:Repository", {
        repositoryName: "sealed",
        kmsKeyId: key.arn,
      });
      const use = (actions: string[]) => ({
        Effect: "Allow",
        Action: actions,
        Resource: "arn:aws:kms:*:123456789012:key/*",
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/repositories" } },
      });
      await bench.grant("managers", "seal", [use(["kms:Decrypt", "kms:GenerateDataKey*"])]);
      await bench.grant("auditors", "unseal", [use(["kms:Decrypt"])]);
      const pushed = await bench.git(work, "push", bench.url("sealed", "rita"), "HEAD:refs/heads/main");
      expect(pushed.code, pushed.output).to.equal(0);
    });

    it("is read by one who may decrypt with it", async () => {
      expect((await bench.git(work, "ls-remote", bench.url("sealed", "alan"))).code).to.equal(0);
    });

    it("is closed to one who may not, whatever CodeCommit's policies say", async () => {
      const { code, output } = await bench.git(work, "ls-remote", bench.url("sealed", "dana"));
      expect(code).to.equal(128);
      expect(output).to.contain("kms:Decrypt");
    });
  });
});
