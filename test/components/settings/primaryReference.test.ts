import { expect } from "chai";
import type { Platform } from "../../../components/settings/platform";
import { platformProblems } from "../../../components/settings/primaryReference";

const platform: Platform = {
  ...{ version: 1, partition: "aws", account: "123456789012", region: "eu-central-1", environment: "dev" },
  tags: { "cost-center": "42", "codecommit-platform:environment": "dev" },
  keys: { deletionWindowDays: 30, protect: true },
  repositories: { api: { name: "api", tags: { team: "web" }, protect: true, protections: [] } },
  teams: {},
  protections: {},
};

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));
const problems = (value: unknown, more: object = {}) =>
  platformProblems({ primary: "org/project/dev", region: "eu-west-1", tags: {}, ...more }, value);

describe("What a primary tells a replica", () => {
  it("is taken when it is whole and from another region", () => {
    expect(problems(platform)).to.deep.equal([]);
  });

  it("is missing before the primary is deployed", () => {
    expect(problems(undefined)).to.deep.equal([
      'primary: stack "org/project/dev" exports no platform yet; deploy it first: pulumi up --stack dev',
    ]);
  });

  it("is refused when an older version exported it", () => {
    expect(problems({ ...platform, tags: undefined })).to.deep.equal([
      'primary: stack "org/project/dev" does not export what this version reads (tags: is missing; it takes a map.); update it first.',
    ]);
  });

  it("is refused from the replica's own region", () => {
    expect(problems(platform, { region: "eu-central-1" })).to.deep.equal([
      "aws:region: eu-central-1 is the primary's own region; a replica lives in another one.",
    ]);
  });

  it("is refused from another partition, which nothing of AWS reaches", () => {
    expect(problems(platform, { region: "us-gov-west-1" })).to.deep.equal([
      "aws:region: us-gov-west-1 is of partition aws-us-gov, but the primary is of aws, and nothing of AWS reaches from one into another; use a region of aws.",
    ]);
    expect(
      problems({ ...platform, partition: "aws-cn", region: "cn-north-1" }, { region: "cn-northwest-1" }),
    ).to.deep.equal([]);
  });

  it("leaves room for fifty tags a copy, one key counting once", () => {
    expect(problems(platform, { tags: { ...many(47), team: "api" } })).to.deep.equal([]);
    expect(problems(platform, { tags: many(48) })).to.deep.equal([
      'tags: with those of the primary, the copy of "api" has 1 more than the 50 that AWS allows; remove some.',
    ]);
  });
});
