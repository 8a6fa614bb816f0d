import { expect } from "chai";
import { awsProvider, isTaggable } from "../../../local/cloud/awsProvider";
import { secret, UNKNOWN } from "../../../local/engine/values";

describe("The AWS provider of the local cloud", () => {
  // pulumi-aws 7: applyTags and applyTagsPreCheckCallback of provider/tags.go, and its tags_test.go.
  const repository = "aws:codecommit/repository:Repository";
  const defaultTags = JSON.stringify({ tags: { team: "platform", "cost-center": "42" } });
  const provider = { region: "eu-west-1", defaultTags };

  it("writes all tags of what AWS tags to tagsAll, and leaves tags as they are", () => {
    const tags = { team: "web" };
    expect(awsProvider.check(repository, { tags }, provider)).to.deep.equal({
      tags,
      tagsAll: { team: "web", "cost-center": "42" },
    });
    expect(awsProvider.check(repository, {}, provider)).to.deep.equal({
      tagsAll: { team: "platform", "cost-center": "42" },
    });
    expect(awsProvider.check(repository, {}, { region: "eu-west-1" })).to.deep.equal({ tagsAll: {} });
  });

  it("adds nothing to what AWS does not tag, and to resources of the plugin framework", () => {
    for (const type of [
      "aws:iam/group:Group",
      "awsx:ecr:Image",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ]) {
      expect(awsProvider.check(type, { name: "a" }, provider)).to.deep.equal({ name: "a" });
    }
  });

  it("writes again what the state has kept, and nothing that is to be ignored", () => {
    const stale = { tags: {}, tagsAll: { team: "old" } };
    const ignoreTags = JSON.stringify({ keys: ["team"], keyPrefixes: ["cost-"] });
    expect(awsProvider.check(repository, stale, provider)).to.deep.equal({
      tags: {},
      tagsAll: { team: "platform", "cost-center": "42" },
    });
    expect(awsProvider.check(repository, { tags: { a: "b" } }, { ...provider, ignoreTags })).to.deep.equal({
      tags: { a: "b" },
      tagsAll: { a: "b" },
    });
  });

  it("knows nothing of tagsAll where one value or the provider is not known yet, and keeps secrets", () => {
    expect(awsProvider.check(repository, { tags: { a: UNKNOWN } }, provider).tagsAll).to.equal(UNKNOWN);
    expect(awsProvider.check(repository, {}, { defaultTags: UNKNOWN }).tagsAll).to.equal(UNKNOWN);
    expect(awsProvider.check(repository, { tags: { a: secret("b") } }, {}).tagsAll).to.deep.equal(
      secret({ a: "b" }),
    );
  });

  it("knows from the SDK which types AWS tags", () => {
    expect(
      ["kms/key:Key", "iam/user:User", "sqs/queue:Queue", "lambda/function:Function"].filter(
        (type) => !isTaggable(`aws:${type}`),
      ),
    ).to.deep.equal([]);
    expect(
      ["kms/alias:Alias", "iam/rolePolicy:RolePolicy", "lambda/permission:Permission"].filter((type) =>
        isTaggable(`aws:${type}`),
      ),
    ).to.deep.equal([]);
  });

  it("refuses an account that is not among the allowed ones", () => {
    const configure = (accounts: readonly string[]) => () =>
      awsProvider.configure(
        "pulumi:providers:aws",
        { allowedAccountIds: JSON.stringify(accounts) },
        "123456789012",
      );
    expect(configure(["111122223333", "123456789012"])).to.not.throw();
    expect(configure(["111122223333"])).to.throw("AWS account ID not allowed: 123456789012");
  });
});
