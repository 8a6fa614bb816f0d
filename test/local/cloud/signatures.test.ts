import { CodeCommitClient, ListRepositoriesCommand } from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { ask, codeOf } from "./rawApi";
import { element, keysIn, type Keys, sts } from "./stsClient";
import { accountId, company, document, primary, Workbench } from "./workbench";

const minute = 60_000;

describe("A signature", () => {
  let bench: Workbench;
  before(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  after(() => bench.close());
  const { now } = Date;
  afterEach(() => {
    Date.now = now;
  });

  const list = (keys: Keys, ageMs = 0) =>
    ask(bench, keys, "CodeCommit_20150413.ListRepositories", "{}", { ageMs });
  const message = ({ text }: { text: string }) => (JSON.parse(text) as { message: string }).message;

  it("counts for a quarter of an hour, before its time and after it", async () => {
    const rita = bench.user("rita");
    for (const age of [-14, 0, 14])
      expect((await list(rita, age * minute)).status, String(age)).to.equal(200);
    const old = await list(rita, 16 * minute);
    expect([old.status, codeOf(old)]).to.deep.equal([403, "InvalidSignatureException"]);
    expect(message(old)).to.match(/^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z/);
    const early = await list(rita, -16 * minute);
    expect([early.status, codeOf(early)]).to.deep.equal([403, "InvalidSignatureException"]);
    expect(message(early)).to.match(/^Signature not yet current: \d{8}T\d{6}Z is still later than/);
  });

  // Codes: https://docs.aws.amazon.com/codecommit/latest/APIReference/CommonErrors.html and STS's of the same name.
  it("of a session that is over is told from one that is unknown", async () => {
    await bench.create("aws:iam/role:Role", {
      name: "Short",
      assumeRolePolicy: document([
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:user/rita` },
          Action: "sts:AssumeRole",
        },
      ]),
    });
    await bench.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: "Short",
      policyArn: "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly",
    });
    const asked = {
      RoleArn: `arn:aws:iam::${accountId}:role/Short`,
      RoleSessionName: "rita",
      DurationSeconds: "900",
    };
    const keys = keysIn(await sts(bench, bench.user("rita"), "AssumeRole", asked));
    expect((await list(keys)).status).to.equal(200);
    const client = new CodeCommitClient({
      region: primary,
      endpoint: bench.cloud.endpoint(primary),
      credentials: keys,
      maxAttempts: 1,
    });
    Date.now = () => now() + 16 * minute;
    // Another session is issued meanwhile, which clears up.
    bench.cloud.foreignRole("210987654321", "partner");
    const late = await list(keys);
    expect([late.status, codeOf(late)]).to.deep.equal([403, "ExpiredTokenException"]);
    expect(await client.send(new ListRepositoriesCommand({})).catch((error: Error) => error.name)).to.equal(
      "ExpiredTokenException",
    );
    const asXml = await sts(bench, keys, "GetCallerIdentity").catch(String);
    expect(asXml).to.equal("Error: ExpiredToken: The security token included in the request is expired");
    const wrong = await list({ ...keys, sessionToken: "wrong" });
    expect(codeOf(wrong)).to.equal("UnrecognizedClientException");
    const password = await bench.git(
      bench.directory,
      "ls-remote",
      bench.signedUrl("payments-api", `${keys.accessKeyId}%${keys.sessionToken}`, "20171224T115320Z00"),
    );
    expect(password.output).to.contain(`The session of ${keys.accessKeyId} has expired`);
  });

  it("is asked for in XML that is XML, whatever the request held", async () => {
    const odd = await sts(bench, bench.user("rita"), "A\0\x01<b>&\r").catch(String);
    expect(odd).to.equal("Error: InvalidAction: sts: A\ufffd\ufffd&#60;b&#62;&#38;&#13; is not offered here");
    expect(element("<Code>a</Code>", "Code")).to.equal("a");
  });
});
