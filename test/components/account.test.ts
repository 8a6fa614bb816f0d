import { expect } from "chai";
import { accountProblem } from "../../components/account";
import { previewStack, upStack } from "../../local/engine";
import { Workspace } from "../../local/workspace";
import { previewsOf } from "../support/previews";
import { ProjectCopy } from "../support/projectCopy";

const identity = "aws:index/getCallerIdentity:getCallerIdentity";
const sts =
  "operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 1b2c, api error";

const credentials = { region: "eu-central-1", otherwise: "which allowedAccountIds does not list" };

describe("Where AWS does not say which account this is", () => {
  // The texts are those of aws-sdk-go-v2 and of the AWS provider, as public reports quote them.
  for (const [words, advice] of [
    [
      `${sts} ExpiredToken: The security token included in the request is expired`,
      /^the credentials have expired\. Sign in/,
    ],
    ["api error ExpiredTokenException: Token is expired", /^the credentials have expired/],
    ["refresh cached SSO token failed, unable to refresh SSO token", /^the credentials have expired/],
    [
      "operation error SSO OIDC: CreateToken, api error InvalidGrantException: ",
      /^the credentials have expired/,
    ],
    [
      `${sts} InvalidClientTokenId: The security token included in the request is invalid.`,
      /^AWS does not know the credentials.*eu-central-1/,
    ],
    [
      "UnrecognizedClientException: The security token included in the request is invalid",
      /^AWS does not know the credentials/,
    ],
    [
      `${sts} SignatureDoesNotMatch: The request signature we calculated does not match`,
      /^the secret access key/,
    ],
    [
      `${sts} SignatureDoesNotMatch: Signature expired: 20260101T000000Z is now earlier than`,
      /^the clock of this machine is wrong/,
    ],
    [
      "No valid credential sources found. Please see https://www.pulumi.com/registry/packages/aws/",
      /^there are no AWS credentials/,
    ],
    [
      "failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, request canceled, context deadline exceeded",
      /^there are no AWS credentials/,
    ],
    ["failed to get shared config profile, clients", /^there is no AWS profile "clients" on this machine/],
    [
      'request send failed, Post "https://sts.eu-central-1.amazonaws.com/": dial tcp: lookup sts.eu-central-1.amazonaws.com: no such host',
      /^AWS cannot be reached in eu-central-1/,
    ],
    [
      'Post "https://sts.eu-central-1.amazonaws.com/": x509: certificate signed by unknown authority',
      /^AWS cannot be reached/,
    ],
    ["read tcp 10.0.0.2:51000->3.4.5.6:443: read: connection reset by peer", /^AWS cannot be reached/],
    [
      "AWS account ID not allowed: 210987654321",
      /^the credentials are those of account 210987654321, which allowedAccountIds does not list/,
    ],
  ] as const) {
    it(`says what to do about: ${words.replace(sts, "STS:")}`, () => {
      const text = accountProblem(`invocation of ${identity} returned an error: ${words}`, credentials);
      expect(text).to.match(advice);
      expect(text).to.not.contain("\n");
    });
  }

  it("leaves other words as they are, but for colours and further lines", () => {
    const text = `invocation of ${identity} returned an error: \u001b[31mout of order\u001b[0m\n    at frame`;
    expect(accountProblem(text, credentials)).to.equal("out of order");
  });

  describe("the program", function () {
    this.timeout(60_000);
    let project: ProjectCopy;
    beforeEach(() => {
      project = new ProjectCopy();
    });
    afterEach(() => {
      project.remove();
    });

    for (const [what, stack, run] of [
      ["a preview", "dev", previewStack],
      ["an update", "dev", upStack],
      ["a replica's preview", "dev-replica", previewStack],
    ] as const) {
      it(`ends ${what} with one line and without a stack`, async () => {
        const workspace = new Workspace(project.directory);
        const [primary] = await previewsOf("dev");
        const outputs = () => Promise.resolve(primary.references);
        const options = await workspace.deployOptions(stack, "dev", outputs);
        const functions = {
          ...options.provider.functions,
          [identity]: () => Promise.reject(new Error(`${sts} ExpiredToken: The security token is expired`)),
        };
        const result = await run({
          ...options,
          policyPacks: [],
          provider: { ...options.provider, functions },
        });
        expect(result.ok).to.equal(false);
        expect(result.diagnostics.map(({ message }) => message)).to.deep.equal([
          "AWS did not say which account this is: the credentials have expired. " +
            'Sign in again, for example with "aws sso login", and run the command again.',
        ]);
        expect(result.programOutput).to.equal("");
        expect(
          result.resources.filter(({ custom, type }) => custom && type.startsWith("aws:")),
        ).to.deep.equal([]);
      });
    }
  });
});
