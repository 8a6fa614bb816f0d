import { expect } from "chai";
import { awsProvider, isTaggable } from "../../../local/cloud/awsProvider";

describe("The AWS provider of the local cloud", () => {
  const defaultTags = JSON.stringify({ tags: { "cost-center": "42" } });

  it("adds its default tags to what AWS tags, and to nothing else", () => {
    const added = (type: string) => awsProvider.defaults(type, { region: "eu-west-1", defaultTags });
    expect(added("aws:codecommit/repository:Repository")).to.deep.equal({ tags: { "cost-center": "42" } });
    expect(added("aws:iam/group:Group")).to.deep.equal({});
    expect(added("awsx:ecr:Image")).to.deep.equal({});
    expect(awsProvider.defaults("aws:kms/key:Key", { region: "eu-west-1" })).to.deep.equal({});
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
