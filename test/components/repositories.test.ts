import { expect } from "chai";
import type { StackResult } from "../../local/engine";
import { isTaggable } from "../../local/cloud/awsProvider";
import { previewsOf, ofType } from "../support/previews";

const everywhere = {
  "cost-center": "42",
  team: "Platform engineering",
  "codecommit-platform:environment": "showcase",
};

describe("The repositories, keys and tags of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;
  let replica: StackResult;

  before(async () => {
    [primary, replica] = await previewsOf("showcase");
  });

  const repository = (result: StackResult, name: string) =>
    [...ofType(result, "aws:codecommit/repository:Repository").values()].find(
      ({ inputs }) => inputs.repositoryName === name,
    );

  it("have a description, tags, a default branch and the environment's key", () => {
    const { inputs, protect } = repository(primary, "payments-api") ?? {};
    expect(inputs).to.deep.include({
      description: "Takes payments. The most guarded of all.",
      defaultBranch: "main",
      tags: { "data-class": "confidential" },
      tagsAll: { ...everywhere, "data-class": "confidential" },
    });
    expect(inputs).to.have.property("kmsKeyId");
    expect(protect).to.equal(true);
  });

  it("may be named apart from their key, have AWS's own key, and no protection", () => {
    const found = repository(primary, "Engineering.Handbook");
    expect(found?.name).to.equal("ccp-showcase-handbook-repository");
    expect(found?.inputs).to.not.have.property("kmsKeyId");
    expect(found?.protect).to.equal(false);
    expect(found?.dependencies.filter((urn) => urn.includes("kms"))).to.deep.equal([]);
  });

  it("are reported by the pack when AWS manages their key, which the preset leaves at that", () => {
    expect(
      primary.violations
        .filter(({ policy }) => policy === "codecommit-repository-require-customer-managed-key")
        .map(({ level, urn }) => `${level} ${urn?.split("::").at(-1)}`),
    ).to.have.members([
      "advisory ccp-showcase-handbook-repository",
      "advisory ccp-showcase-legacy-billing-repository",
    ]);
  });

  it("need exemptions for nothing else, which the preset has", () => {
    const mandatory = [primary, replica].flatMap(({ violations }) =>
      violations.filter(({ level }) => level === "mandatory"),
    );
    expect(mandatory).to.deep.equal([]);
  });

  it("are taken over as they are when they exist already", () => {
    const adopted = repository(primary, "legacy-billing");
    expect(adopted?.operation).to.equal("import");
    expect(adopted?.changes).to.deep.equal([]);
    expect(adopted?.protect).to.equal(true);
    expect(adopted?.inputs).to.deep.equal({
      repositoryName: "legacy-billing",
      // Check adds them, and the difference is ignored: the repository keeps the tags that it has.
      tagsAll: everywhere,
    });
    const others = [...ofType(primary, "aws:codecommit/repository:Repository").values()];
    expect(others.filter(({ operation }) => operation === "import")).to.deep.equal([adopted]);
  });

  it("are copied with description and tags, and encrypted with the copies' own key in any case", () => {
    const copies = [...ofType(replica, "aws:codecommit/repository:Repository").values()];
    const names = (result: StackResult) =>
      [...ofType(result, "aws:codecommit/repository:Repository").values()].map(
        ({ inputs }) => inputs.repositoryName,
      );
    expect(names(replica)).to.have.members(names(primary));
    for (const copy of copies) {
      expect(copy.operation).to.equal("create");
      expect(copy.inputs).to.have.property("kmsKeyId");
    }
    expect(repository(replica, "payments-api")?.inputs).to.deep.include({
      description: "Takes payments. The most guarded of all.",
      tags: { "data-class": "confidential" },
      tagsAll: { ...everywhere, "data-class": "confidential" },
    });
  });

  it("have keys of one form in every region", () => {
    const keys = [primary, replica].map((result) => [...ofType(result, "aws:kms/key:Key").values()]);
    // Of the primary, the third is the audit trail's.
    expect(keys.map(({ length }) => length)).to.deep.equal([3, 2]);
    for (const { inputs, protect } of keys.flat()) {
      expect(inputs).to.include({ enableKeyRotation: true, deletionWindowInDays: 14 });
      expect(protect).to.equal(true);
    }
  });

  it("admit services to the operations keys, and none to the repositories'", () => {
    const principals = (result: StackResult, name: string) => {
      const key = ofType(result, "aws:kms/key:Key").get(name);
      const { Statement } = JSON.parse(String(key?.inputs.policy)) as { Statement: { Sid: string }[] };
      return Statement.map(({ Sid }) => Sid);
    };
    const services = ["PublishTriggersAndAlarms", "PublishNotifications", "PublishEvents"];
    const operations = ["AccountPolicies", ...services, "EventsToQueues", "TopicsToQueues", "LogGroups"];
    expect(principals(primary, "ccp-showcase-operations-key")).to.deep.equal(operations);
    expect(principals(replica, "ccp-showcase-eu-west-1-operations-key")).to.deep.equal(operations);
    expect(principals(primary, "ccp-showcase-repositories-key")).to.deep.equal(["AccountPolicies"]);
    expect(principals(replica, "ccp-showcase-eu-west-1-repositories-key")).to.deep.equal(["AccountPolicies"]);
  });

  it("tag everything that AWS tags, through the one provider of each region", () => {
    const providers = [primary, replica].flatMap((result) => [
      ...ofType(result, "pulumi:providers:aws").values(),
    ]);
    expect(providers).to.have.length(3);
    for (const { inputs } of providers) {
      expect(JSON.parse(String(inputs.defaultTags))).to.deep.equal({ tags: everywhere });
      expect(JSON.parse(String(inputs.allowedAccountIds))).to.deep.equal(["123456789012"]);
    }

    const named = new Set(providers.map(({ urn }) => urn));
    const untagged = [...primary.resources, ...replica.resources].filter(
      ({ type, operation, inputs, provider }) =>
        isTaggable(type) &&
        operation !== "import" &&
        // A resource of the plugin framework gets the provider's tags with its creation only.
        !(inputs.tagsAll === undefined
          ? named.has(provider?.slice(0, provider.lastIndexOf("::")) ?? "")
          : Object.entries(everywhere).every(
              ([key, value]) => (inputs.tagsAll as Record<string, unknown>)[key] === value,
            )),
    );
    expect(untagged.map(({ type, name }) => `${type} ${name}`)).to.deep.equal([]);
  });
});
