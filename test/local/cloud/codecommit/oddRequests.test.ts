import { expect } from "chai";
import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { flushPkt, pktLine } from "../../../../local/cloud/codecommit/pktLine";
import { send } from "../rawApi";
import { company, primary, Workbench } from "../workbench";

const zero = "0".repeat(40);

describe("The git server, to odd requests", () => {
  let bench: Workbench;
  let tip: string;
  let authorization: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    const work = await bench.workingCopy("work");
    tip = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await bench.git(work, "push", bench.url("payments-api", "rita"), "main");
    const { gitUserName = "", gitPassword = "" } = bench.user("rita");
    authorization = `Basic ${Buffer.from(`${gitUserName}:${gitPassword}`).toString("base64")}`;
  });
  afterEach(async () => {
    const failed = await readFile(join(bench.directory, "logs", "cloud.log"), "utf8").catch(() => "");
    await bench.close();
    expect(failed).to.equal("");
  });

  const post = (service: string, body: Buffer, headers: Record<string, string> = {}) =>
    send(bench, {
      path: `/v1/repos/payments-api/${service}`,
      headers: { authorization, "content-type": `application/x-${service}-request`, ...headers },
      body,
    });
  const services = ["git-upload-pack", "git-receive-pack"] as const;

  it("says of a body that is no gzip that it is none", async () => {
    const body = Buffer.concat([pktLine(`want ${tip}\n`), flushPkt, pktLine("done\n")]);
    const packed = gzipSync(body);
    const cut = packed.subarray(0, packed.length - 12);
    const spoilt = Buffer.from(packed);
    spoilt[12] = (spoilt[12] ?? 0) ^ 0xff;
    for (const service of services) {
      for (const bad of [body, cut, spoilt, Buffer.from("gzip"), Buffer.alloc(0)]) {
        const { status, text } = await post(service, bad, { "content-encoding": "gzip" });
        expect(status, `${service} ${bad.toString("latin1")}: ${text}`).to.be.oneOf([200, 400]);
      }
      expect((await post(service, body, { "content-encoding": "gzip" })).text).to.equal(
        "The body is no gzip\n",
      );
    }
    expect((await post("git-upload-pack", packed, { "content-encoding": "gzip" })).status).to.equal(200);
  });

  it("gives an answer to bodies of every kind, and moves nothing", async function () {
    this.timeout(300_000);
    const id = fc.constantFrom(tip, zero, "f".repeat(40), tip.slice(1), tip.toUpperCase());
    const name = fc.constantFrom(
      "refs/heads/main",
      "refs/heads/x",
      "refs/heads/",
      "HEAD",
      "",
      "refs/heads/a..b",
      "\0",
    );
    const line = fc.oneof(
      fc.tuple(id, id, name).map(([old, next, reference]) => `${old} ${next} ${reference}\0 report-status`),
      id.map((wanted) => `want ${wanted} multi_ack_detailed side-band-64k thin-pack`),
      id.map((had) => `have ${had}\n`),
      id.map((wanted) => `shallow ${wanted}\n`),
      fc.constantFrom("done\n", "deepen 1\n", "deepen -1", "filter blob:none\n", "command=ls-refs\n", ""),
      fc.string({ unit: "binary", maxLength: 40 }),
    );
    const packet = fc.oneof(
      { weight: 5, arbitrary: line.map((text) => pktLine(text)) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(flushPkt, Buffer.from("0001"), Buffer.from("ffff"), Buffer.from("PACK")),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    );
    const body = fc.array(packet, { maxLength: 6 }).map((packets) => Buffer.concat(packets));
    const type = fc.constantFrom(undefined, "text/plain", "application/x-git-upload-pack-request");
    const packed = fc.boolean();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...services),
        body,
        type,
        packed,
        async (service, bytes, other, gzip) => {
          const { status, text } = await post(service, gzip ? gzipSync(bytes) : bytes, {
            ...(other !== undefined && { "content-type": other }),
            ...(gzip && { "content-encoding": "gzip" }),
          });
          expect(status, text).to.be.lessThan(500);
        },
      ),
      { numRuns: 150 },
    );
    expect(
      Object.keys(await bench.refs("payments-api")).filter((one) => one !== "refs/heads/x"),
    ).to.deep.equal(["refs/heads/main"]);
  });

  it("gives an answer to paths, hosts and credentials of every kind", async function () {
    this.timeout(120_000);
    const part = fc.constantFrom(
      "v1",
      "repos",
      "payments-api",
      "info",
      "refs",
      "git-upload-pack",
      "..",
      "%2e",
      "%",
      "%00",
      "//",
      "[",
      "\\",
      "ü",
    );
    const path = fc.oneof(
      fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`),
      fc.array(part, { maxLength: 4 }).map((parts) => `/v1/repos/${parts.join("/")}`),
      fc.constantFrom(
        "//",
        "http://[",
        "*",
        "/v1/repos/payments-api/info/refs?service=git-upload-pack&service=x",
        "/?%",
      ),
    );
    const credentials = fc.oneof(
      fc.constant(authorization),
      fc.string({ unit: "binary-ascii", maxLength: 30 }).map((text) => text.replace(/[^\x20-\x7e]/g, "")),
      fc
        .string({ unit: "binary", maxLength: 30 })
        .map((text) => `Basic ${Buffer.from(text).toString("base64")}`),
      fc.constantFrom("Basic ", "Basic =", `Basic ${Buffer.from("AKIAX%:").toString("base64")}`, "Bearer x"),
    );
    const host = fc.constantFrom(
      "127.0.0.1",
      "[::1]:1",
      "a:b:c",
      "",
      ":80",
      "git-codecommit.eu-central-1.amazonaws.com",
    );
    const more = fc.constantFrom<Record<string, string>>(
      {},
      { "x-amz-target": "CodeCommit_20150413.GetRepository" },
      { "content-type": "application/x-www-form-urlencoded" },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "POST", "HEAD", "PUT", "OPTIONS"),
        path.map((text) => text.replace(/[^\x21-\x7e]/g, "~")),
        credentials,
        host,
        more,
        async (method, asked, given, name, headers) => {
          const request = { method, path: asked, headers: { authorization: given, host: name, ...headers } };
          expect((await send(bench, request)).status, JSON.stringify(request)).to.be.lessThan(500);
        },
      ),
      { numRuns: 300 },
    );
    expect((await bench.refs("payments-api"))["refs/heads/main"]).to.equal(tip);
    expect(bench.cloud.endpoint(primary)).to.contain("127.0.0.1");
  });
});
