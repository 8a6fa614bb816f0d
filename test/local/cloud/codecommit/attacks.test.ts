import { expect } from "chai";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { gzipSync } from "node:zlib";
import { flushPkt, pktLine } from "../../../../local/cloud/codecommit/pktLine";
import { signedPassword } from "../../../../local/cloud/codecommit/gitSignature";
import { sha256, signature } from "../../../../local/cloud/http/signature";
import { company, document, guardStatement, primary, Workbench } from "../workbench";

const zero = "0".repeat(40);

describe("The local cloud, to one who looks for a way around the policies", () => {
  let bench: Workbench;
  let tips: Record<string, string>;

  before(async () => {
    bench = await Workbench.open();
    await company(bench);
    await bench.create("aws:codecommit/repository:Repository", { repositoryName: "secret" });
    await bench.create("aws:iam/group:Group", { name: "guests" });
    const readOne = { Effect: "Allow", Action: "codecommit:Git*", Resource: "arn:aws:*:*:*:payments-api" };
    await bench.grant("guests", "one", [readOne, guardStatement]);
    await bench.member("nora", "guests");
    const work = await bench.workingCopy("work");
    for (const name of ["payments-api", "secret"]) {
      await bench.git(work, "push", bench.url(name, "rita"), "main", "main:release/1", "main:topic");
    }
    tips = await bench.refs("payments-api");
    expect(Object.keys(tips)).to.deep.equal(["refs/heads/main", "refs/heads/release/1", "refs/heads/topic"]);
  });
  after(() => bench.close());

  const credentials = (user: string) => {
    const { gitUserName = "", gitPassword = "" } = bench.user(user);
    return `${gitUserName}:${gitPassword}`;
  };

  /** Sends a request exactly as written: `fetch` would tidy up the path. */
  async function send(
    path: string,
    who: string,
    { method = "GET", headers = {}, body }: { method?: string; headers?: object; body?: Buffer } = {},
  ): Promise<{ status: number | undefined; text: string }> {
    const { hostname, port } = new URL(bench.cloud.endpoint(primary));
    const Authorization = `Basic ${Buffer.from(who).toString("base64")}`;
    const sent = request({ hostname, port, path, method, headers: { Authorization, ...headers } });
    sent.end(body ?? "");
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode, text: Buffer.concat(chunks).toString("latin1") };
  }

  describe("by paths", () => {
    const refs = "info/refs?service=git-upload-pack";
    it("reads what she may", async () => {
      const { status, text } = await send(`/v1/repos/payments-api/${refs}`, credentials("nora"));
      expect(status).to.equal(200);
      expect(text).to.contain(tips["refs/heads/main"]);
    });

    for (const path of [
      `secret/${refs}`,
      `payments-api/../secret/${refs}`,
      `payments-api/%2e%2e/secret/${refs}`,
      `payments-api%2f..%2fsecret/${refs}`,
      `payments-api/..%2fsecret/${refs}`,
      `payments-api\\..\\secret/${refs}`,
      `./secret/${refs}`,
      `%73ecret/${refs}`,
      `SECRET/${refs}`,
      `secret%00/${refs}`,
      `secret/.git/${refs}`,
      `secret//${refs}`,
      `payments-api/info/refs/../../../secret/${refs}`,
      "secret/info/refs",
      "secret/HEAD",
      "secret/objects/info/packs",
      "secret/config",
      "payments-api/HEAD",
      "payments-api/config",
      "payments-api/info/refs",
      `payments-api/objects/info/alternates`,
      "payments-api/info/refs?service=git-upload-archive",
      "payments-api/info/refs?service=git-upload-pack%00",
    ]) {
      it(`reads nothing else: GET ${path}`, async () => {
        const { status, text } = await send(`/v1/repos/${path}`, credentials("nora"));
        expect(status).to.be.oneOf([403, 404]);
        expect(text).to.not.contain(tips["refs/heads/main"]);
        expect(text).to.not.contain(bench.user("nora").gitPassword);
      });
    }

    it("gets no other service by naming two", async () => {
      const services = ["git-receive-pack", "git-upload-pack"];
      for (const [first = "", second = ""] of [services, [...services].reverse()]) {
        const query = `service=${first}&service=${second}`;
        const { status, text } = await send(`/v1/repos/payments-api/info/refs?${query}`, credentials("alan"));
        expect(status).to.equal(first === "git-upload-pack" ? 200 : 403);
        expect(text).to.not.contain("report-status");
      }
    });

    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PROPFIND"]) {
      it(`moves nothing with ${method}`, async () => {
        const path = "/v1/repos/payments-api/git-receive-pack";
        expect((await send(path, credentials("dana"), { method })).status).to.equal(404);
      });
    }
  });

  describe("by command lists", () => {
    const push = (body: Buffer, headers: object = {}, user = "dana") =>
      send("/v1/repos/payments-api/git-receive-pack", credentials(user), {
        method: "POST",
        headers: { "Content-Type": "application/x-git-receive-pack-request", ...headers },
        body,
      });
    const remove = (reference: string, capabilities = "\0report-status") =>
      pktLine(`${tips[guarded] ?? ""} ${zero} ${reference}${capabilities}\n`);
    const guarded = "refs/heads/release/1";
    const list = (...lines: Buffer[]) => Buffer.concat([...lines, flushPkt]);

    const ways: Record<string, () => Buffer> = {
      "as it is": () => list(remove(guarded)),
      "without capabilities": () => list(remove(guarded, "")),
      "after a branch of hers": () => list(remove("refs/heads/topic"), remove(guarded, "")),
      "twice, first harmlessly": () =>
        list(pktLine(`${tips[guarded]} ${tips[guarded]} refs/heads/topic\0\n`), remove(guarded, "")),
      "in a second list": () => Buffer.concat([list(remove("refs/heads/none")), list(remove(guarded))]),
      "after a delimiter": () =>
        Buffer.concat([remove("refs/heads/none"), Buffer.from("0001"), list(remove(guarded))]),
      "after an empty line": () => list(Buffer.from("0004"), remove(guarded)),
      "with a second slash": () => list(remove("refs/heads/release//1")),
      "with a slash at its end": () => list(remove("refs/heads/release/1/")),
      "with a dot": () => list(remove("refs/heads/./release/1")),
      "by way of another branch": () => list(remove("refs/heads/topic/../release/1")),
      "in capitals": () => list(remove("REFS/HEADS/RELEASE/1")),
      "without refs/": () => list(remove("heads/release/1")),
      "by way of HEAD": () => list(remove("HEAD")),
      "with a space at its end": () => list(remove("refs/heads/release/1 ")),
      "with a line's end": () => list(remove("refs/heads/release/1\n")),
      "with a carriage return": () => list(remove("refs/heads/release/1\r")),
      "behind a NUL": () => list(remove(`refs/heads/none\0${guarded}`)),
      "with bytes that are no UTF-8": () =>
        list(
          pktLine(Buffer.concat([Buffer.from(`${tips[guarded]} ${zero} ${guarded}`), Buffer.of(0xff, 0x0a)])),
        ),
      "in a push certificate": () =>
        list(
          pktLine("push-cert\0report-status\n"),
          pktLine("certificate version 0.1\n"),
          pktLine("\n"),
          remove(guarded, ""),
          pktLine("push-cert-end\n"),
        ),
      "after a shallow line": () => list(pktLine(`shallow ${tips[guarded]}\0x\n`), remove(guarded)),
      "with a namespace": () => list(remove(`refs/namespaces/x/${guarded}`)),
    };
    for (const [way, body] of Object.entries(ways)) {
      for (const [how, packed] of [
        ["plain", false],
        ["gzip", true],
      ] as const) {
        it(`deletes no guarded branch ${way} (${how})`, async () => {
          const bytes = body();
          const { status } = await (packed
            ? push(gzipSync(bytes), { "Content-Encoding": "gzip" })
            : push(bytes));
          expect(status).to.be.oneOf([200, 400]);
          expect(await bench.refs("payments-api")).to.include({
            [guarded]: tips[guarded],
            "refs/heads/main": tips["refs/heads/main"],
          });
        });
      }
    }

    it("gets an answer that git can read to a reference as long as a line can be", async () => {
      // A line is 65,520 bytes at most: its length, two object ids, two spaces and the end of the line.
      const longest = `refs/heads/${"x".repeat(65_520 - 4 - 82 - 1 - "refs/heads/".length)}`;
      const { text } = await push(list(remove("refs/heads/topic"), remove(longest, "")), {}, "alan");
      const lengths: number[] = [];
      for (let at = 0; at < text.length; at += Math.max(lengths.at(-1) ?? 0, 4)) {
        lengths.push(parseInt(text.slice(at, at + 4), 16));
      }
      expect(lengths).to.have.lengthOf(4);
      expect(lengths.slice(2)).to.deep.equal([65_520, 0]);
    });
  });

  describe("by signatures", () => {
    const ask = (host: string, signedFor = host) => {
      const { accessKeyId, secretAccessKey } = bench.user("dana");
      const time = new Date().toISOString().replace(/[-:]/g, "").slice(0, 15);
      const scope = { region: primary, host: signedFor, path: "/v1/repos/payments-api" };
      const who = `${accessKeyId}:${signedPassword(secretAccessKey, scope, time)}`;
      return send("/v1/repos/payments-api/info/refs?service=git-upload-pack", who, {
        headers: { Host: host },
      });
    };

    it("is served under CodeCommit's own name", async () => {
      expect((await ask(`git-codecommit.${primary}.amazonaws.com`)).status).to.equal(200);
    });

    it("is refused under any other name, though the signature fits it", async () => {
      for (const host of ["evil.example", "git-codecommit.us-east-1.amazonaws.com"]) {
        const { status, text } = await ask(host);
        expect(status).to.equal(403);
        expect(text).to.contain(`${host} is no name of CodeCommit in ${primary}`);
      }
    });
  });

  describe("by requests of the API", () => {
    const call = async (signed: readonly string[], operation: string, repositoryName: string) => {
      const { accessKeyId, secretAccessKey } = bench.user("rita");
      const url = new URL(bench.cloud.endpoint(primary));
      const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
      const body = JSON.stringify({ repositoryName, branchName: "topic" });
      const headers: Record<string, string> = {
        host: url.host,
        "x-amz-date": time,
        "x-amz-target": `CodeCommit_20150413.${operation}`,
      };
      const lines = signed.map((name) => `${name}:${headers[name]}`);
      const canonical = ["POST", "/", "", ...lines, "", signed.join(";"), sha256(body)].join("\n");
      const scope = { time, region: primary, service: "codecommit" };
      const credential = `${accessKeyId}/${time.slice(0, 8)}/${primary}/codecommit/aws4_request`;
      const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.join(";")}, Signature=${signature(secretAccessKey, scope, canonical)}`;
      const answer = await fetch(url, { method: "POST", headers: { ...headers, authorization }, body });
      return { status: answer.status, text: await answer.text() };
    };

    it("answers what is signed, down to the operation", async () => {
      const all = ["host", "x-amz-date", "x-amz-target"];
      expect((await call(all, "GetBranch", "payments-api")).status).to.equal(200);
    });

    it("takes no operation that the signature does not cover", async () => {
      const { status, text } = await call(["host", "x-amz-date"], "DeleteBranch", "payments-api");
      expect(status).to.equal(403);
      expect(text).to.contain("InvalidSignatureException");
      expect(await bench.refs("payments-api")).to.have.property("refs/heads/topic");
    });
  });

  describe("by what the policies look at", () => {
    it("is judged by the tags of the repository and her own", async () => {
      await bench.create("aws:codecommit/repository:Repository", {
        repositoryName: "tagged",
        tags: { stage: "prod" },
      });
      await bench.create("aws:iam/group:Group", { name: "tagged-people" });
      await bench.grant("tagged-people", "tags", [
        { Effect: "Allow", Action: "codecommit:GitPull", Resource: "*" },
        {
          Sid: "NotProd",
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { StringEquals: { "aws:ResourceTag/stage": "prod" } },
        },
      ]);
      await bench.member("tara", "tagged-people");
      const status = async (name: string) =>
        (await send(`/v1/repos/${name}/info/refs?service=git-upload-pack`, credentials("tara"))).status;
      expect(await status("payments-api")).to.equal(200);
      expect(await status("tagged")).to.equal(403);
    });

    const refused: [string, object][] = [
      ["aws:iam/role:Role", { inlinePolicies: [{ name: "a", policy: document([]) }] }],
      ["aws:iam/role:Role", { managedPolicyArns: ["arn:aws:iam::aws:policy/AWSCodeCommitReadOnly"] }],
    ];
    for (const [type, inputs] of refused) {
      it(`is told that ${Object.keys(inputs).join()} of ${type} would not be looked at`, async () => {
        const trust = {
          Effect: "Allow",
          Principal: { Service: "a.amazonaws.com" },
          Action: "sts:AssumeRole",
        };
        const create = bench.create(type, { name: "x", assumeRolePolicy: document([trust]), ...inputs });
        const message = await create.then(
          () => "made",
          (error: unknown) => String(error),
        );
        expect(message).to.contain(`The local cloud cannot take "${Object.keys(inputs).join()}"`);
      });
    }
  });
});
