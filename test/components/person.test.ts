import { expect } from "chai";
import type { StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const users = "aws:iam/user:User";
const secrets = "aws:secretsmanager/secret:Secret";
const policies = "aws:secretsmanager/secretPolicy:SecretPolicy";
const versions = "aws:secretsmanager/secretVersion:SecretVersion";
const credentials = "aws:iam/serviceSpecificCredential:ServiceSpecificCredential";

describe("The people of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const input = (type: string, name: string, key: string) => ofType(primary, type).get(name)?.inputs[key];

  it("are users of ours, bounded, or users that are there", () => {
    expect([...ofType(primary, users).keys()])
      .to.include("ccp-showcase-dana-user")
      .and.not.include("ccp-showcase-jane-user");
    for (const { inputs } of ofType(primary, users).values()) {
      expect(inputs.permissionsBoundary).to.equal("arn:aws:iam::123456789012:policy/developer-boundary");
    }
  });

  it("are not bounded where no boundary is set", async () => {
    const [dev] = await previewsOf("dev");
    for (const { inputs } of ofType(dev, users).values()) {
      expect(inputs).to.not.have.property("permissionsBoundary");
    }
  });

  it("have SSH keys under their own user name", () => {
    const [key, ...more] = ofType(primary, "aws:iam/sshKey:SshKey").values();
    expect(more).to.deep.equal([]);
    expect(key.inputs).to.include({ username: "jane.doe", encoding: "SSH" });
    expect(key.inputs.publicKey).to.match(/^ssh-rsa [^ ]+$/);
  });

  it("have a credential and a secret of its own for each name", () => {
    expect([...ofType(primary, credentials).keys()]).to.have.members([
      "ccp-showcase-dana-git-default-credential",
      "ccp-showcase-amir-git-default-credential",
      "ccp-showcase-rita-git-laptop-credential",
      "ccp-showcase-rita-git-desktop-credential",
    ]);
    for (const name of ["laptop", "desktop"]) {
      const base = `ccp-showcase-rita-git-${name}`;
      expect(input(secrets, `${base}-secret`, "name")).to.equal(
        `ccp-showcase/git-credentials/ccp-showcase-rita/${name}`,
      );
      expect(JSON.parse(String(input(policies, `${base}-secret-policy`, "policy")))).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "OnlyItsOwnerReads",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
            Resource: "*",
            Condition: {
              StringNotLike: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:user/ccp-showcase-rita"] },
            },
          },
        ],
      });
    }
  });

  it("get a password into its secret only after nobody else can read it", () => {
    for (const [name, { urn, inputs }] of ofType(primary, versions)) {
      expect(inputs.secretStringWo).to.be.oneOf(["[secret]", "[unknown]"]);
      expect(inputs).to.not.have.property("secretString");
      const policy = ofType(primary, policies).get(name.replace(/-version$/, "-policy"));
      const credential = ofType(primary, credentials).get(name.replace(/-secret-version$/, "-credential"));
      expect([...dependenciesOf(primary, urn)]).to.include.members([policy?.urn, credential?.urn]);
    }
  });

  it("free a secret's name at once, for a credential of that name again", () => {
    for (const { inputs } of ofType(primary, secrets).values()) {
      expect(inputs.recoveryWindowInDays).to.equal(0);
    }
  });

  it("are told where their credentials are, and no secret", () => {
    expect(primary.outputs.people).to.deep.equal({
      dana: {
        userName: "ccp-showcase-dana",
        sshKeyIds: [],
        gitSecrets: { default: "ccp-showcase/git-credentials/ccp-showcase-dana/default" },
      },
      devin: { userName: "ccp-showcase-devin", sshKeyIds: [], gitSecrets: {} },
      rita: {
        userName: "ccp-showcase-rita",
        sshKeyIds: [],
        gitSecrets: {
          laptop: "ccp-showcase/git-credentials/ccp-showcase-rita/laptop",
          desktop: "ccp-showcase/git-credentials/ccp-showcase-rita/desktop",
        },
      },
      amir: {
        userName: "ccp-showcase-amir",
        sshKeyIds: [],
        gitSecrets: { default: "ccp-showcase/git-credentials/ccp-showcase-amir/default" },
      },
      jane: { userName: "jane.doe", sshKeyIds: ["[unknown]"], gitSecrets: {} },
      remi: { userName: "ccp-showcase-remi", sshKeyIds: [], gitSecrets: {} },
      ruth: { userName: "ccp-showcase-ruth", sshKeyIds: [], gitSecrets: {} },
      carla: { userName: "ccp-showcase-carla", sshKeyIds: [], gitSecrets: {} },
      pat: { userName: "ccp-showcase-pat", sshKeyIds: [], gitSecrets: {} },
    });
  });
});
