import * as providerSettings from "@pulumi/aws/config/vars";
import { expect } from "chai";
import { awsKeys } from "../../../components/settings/awsKeys";
import { keyFindings } from "../../../components/settings/namespaces";
import { partitionOf, regionProblems, regionWarnings } from "../../../components/settings/region";
import { configuration, primary, problemsOf } from "./settings";

describe("The region of a stack", () => {
  const moved = (region: string) => problemsOf({ ...configuration(primary), "aws:region": region });

  it("is refused where it has not the form of one, once, with what was perhaps meant", () => {
    for (const [region, suggestion] of [
      ["eu-central", ' Did you mean "eu-central-1"?'],
      ["EU-CENTRAL-1", ' Did you mean "eu-central-1"?'],
      ["eu-centrall-1", ' Did you mean "eu-central-1"?'],
      ["eu-moon-1", ""],
      ["eu_west_1", ' Did you mean "eu-west-1"?'],
      ["eu-west-1a", ' Did you mean "eu-west-1"?'],
      ["eu-west-1 ", ' Did you mean "eu-west-1"?'],
      ["Frankfurt", ""],
    ]) {
      const [problem, ...more] = moved(region);
      expect(more, region).to.deep.equal([]);
      expect(problem.replace(/ Did you mean "eu-[a-z]+-\d"\?/, suggestion)).to.equal(
        `aws:region: ${JSON.stringify(region)} is no region.${suggestion} A region is written as in eu-central-1.`,
      );
    }
  });

  it("is one text, neither nothing nor a list", () => {
    expect(moved('["eu-central-1"]')).to.deep.equal([
      'aws:region: takes one region, but is ["eu-central-1"]; write for example eu-central-1.',
    ]);
    expect(moved("")).to.deep.equal([
      "aws:region: is missing; for example: pulumi config set aws:region eu-central-1.",
    ]);
  });

  it("has a form in every partition, and that partition", () => {
    // Of partitions.json of the AWS SDKs.
    for (const [region, partition] of [
      ["eu-central-1", "aws"],
      ["ap-northeast-3", "aws"],
      ["mx-central-1", "aws"],
      ["il-central-1", "aws"],
      ["cn-northwest-1", "aws-cn"],
      ["us-gov-east-1", "aws-us-gov"],
      ["us-iso-east-1", "aws-iso"],
      ["us-isob-east-1", "aws-iso-b"],
      ["us-isof-south-1", "aws-iso-f"],
      ["eu-isoe-west-1", "aws-iso-e"],
      ["eusc-de-east-1", "aws-eusc"],
    ]) {
      expect(regionProblems(region), region).to.deep.equal([]);
      expect(partitionOf(region), region).to.equal(partition);
    }
  });

  it("gives a warning where CodeCommit's user guide does not list it", () => {
    expect(regionWarnings("eu-central-1")).to.deep.equal([]);
    expect(regionWarnings("cn-north-1")).to.deep.equal([]);
    expect(regionWarnings("eu-south-2")).to.deep.equal([
      "aws:region: CodeCommit's user guide does not list eu-south-2; see https://docs.aws.amazon.com/codecommit/latest/userguide/regions.html, or use a region that is there, for example eu-central-1.",
    ]);
  });
});

describe("Keys of the configuration that nobody reads", () => {
  const found = (...keys: readonly string[]) => keyFindings("codecommit-platform", keys);

  it("are refused where a namespace that is known was meant", () => {
    for (const [key, meant] of [
      ["codecommit-plattform:audit", "codecommit-platform:audit"],
      ["codecommit_platform:audit", "codecommit-platform:audit"],
      ["CodeCommit-Platform:audit", "codecommit-platform:audit"],
      ["AWS:region", "aws:region"],
      ["awss:region", "aws:region"],
      ["Pulumi:tags", "pulumi:tags"],
      ["pulumi:disable-default-provider", "pulumi:disable-default-providers"],
      ["pulumi:tag", "pulumi:tags"],
    ]) {
      expect(found(key), key).to.deep.equal({
        problems: [`${key}: is read by nobody. Did you mean "${meant}"?`],
        warnings: [],
      });
    }
  });

  it("are compared with the keys of the provider that is installed", () => {
    expect(awsKeys).to.have.members(Object.keys(providerSettings));
  });

  it("are refused where the AWS provider has no such key", () => {
    expect(problemsOf({ ...configuration(primary), "aws:regoin": "eu-west-1" })).to.deep.equal([
      'aws:regoin: is not a setting of the AWS provider. Did you mean "aws:region"? Here, aws:region is the only one that is read.',
    ]);
    expect(found("aws:colour").problems).to.deep.equal([
      "aws:colour: is not a setting of the AWS provider. Here, aws:region is the only one that is read.",
    ]);
  });

  it("are told of where the provider has the key and our providers do not read it", () => {
    expect(found("aws:profile", "aws:defaultTags", "aws:assumeRoles")).to.deep.equal({
      problems: [],
      warnings: [
        "aws:profile: is not read, because every resource names its provider, which takes the region only; set AWS_PROFILE in the environment.",
        "aws:defaultTags: is not read, because every resource names its provider, which takes the region only; use codecommit-platform:tags.",
        "aws:assumeRoles: is not read, because every resource names its provider, which takes the region only; use environment variables, or the AWS configuration file.",
      ],
    });
  });

  it("are left alone where they are another program's, Pulumi's own, or ours", () => {
    expect(
      found(
        ...["codecommit-platform:repositories", "aws:region", "pulumi:disable-default-providers"],
        ...["pulumi:autonaming", "k8s:namespace", "gcp:project", "awsx:x", "aws-native:region", "random:x"],
      ),
    ).to.deep.equal({ problems: [], warnings: [] });
  });
});
