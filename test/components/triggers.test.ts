import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { EncryptionKey } from "../../components/encryptionKey";
import { policyDocument } from "../../components/documents/policyDocument";
import { Repository } from "../../components/repository";
import { Triggers } from "../../components/triggers";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const deploy = "arn:aws:lambda:eu-central-1:123456789012:function:deploy-preview";

describe("Triggers", function () {
  this.timeout(60_000);
  let primary: StackResult;
  let sets: Map<string, ResourceResult>;

  before(async () => {
    [primary] = await previewsOf("showcase");
    sets = ofType(primary, "aws:codecommit/trigger:Trigger");
  });

  const set = (repository: string) => sets.get(`ccp-showcase-${repository}-triggers-set`);
  const triggers = (repository: string) => set(repository)?.inputs.triggers as Record<string, unknown>[];

  it("are one resource a repository, because CodeCommit writes the set whole", () => {
    expect([...sets.values()].map(({ inputs }) => inputs.repositoryName)).to.have.members([
      "payments-api",
      "web-shop",
    ]);
    expect(triggers("payments-api").map(({ name }) => name)).to.deep.equal(["build", "mirror"]);
    expect(triggers("web-shop").map(({ name }) => name)).to.deep.equal(["build", "deploy"]);
  });

  it("have the events as the API calls them, branches and custom data", () => {
    const [build, mirror] = triggers("payments-api");
    expect(build).to.deep.include({
      events: ["updateReference", "createReference"],
      branches: ["main"],
      customData: "pipeline: nightly",
    });
    expect(mirror).to.deep.equal({
      name: "mirror",
      events: ["deleteReference"],
      branches: [],
      destinationArn: "arn:aws:sns:eu-central-1:123456789012:archive",
    });
    expect(triggers("web-shop")[1]).to.deep.include({ events: ["all"], destinationArn: `${deploy}:live` });
  });

  it("leave before they are replaced: after its replacement, a deletion would empty the set", async () => {
    const options = await optionsOfTriggers();
    expect(options).to.include({ deleteBeforeReplace: true });
  });

  it("wait for the policy of the topic that they go to, and its key", () => {
    for (const repository of ["payments-api", "web-shop"]) {
      expect([...dependenciesOf(primary, set(repository)?.urn ?? "")]).to.include.members([
        ofType(primary, "aws:sns/topicPolicy:TopicPolicy").get("ccp-showcase-topic-builds-policy")?.urn,
        ofType(primary, "aws:kms/key:Key").get("ccp-showcase-operations-key")?.urn,
        ofType(primary, "aws:codecommit/repository:Repository").get(`ccp-showcase-${repository}-repository`)
          ?.urn,
      ]);
    }
  });

  it("wait for the permission of the function that they invoke: one a function and repository, for its alias", () => {
    const permissions = [...ofType(primary, "aws:lambda/permission:Permission").values()].filter(
      ({ inputs }) => inputs.principal === "codecommit.amazonaws.com",
    );
    expect(permissions).to.have.length(1);
    expect(permissions[0].inputs).to.include({
      function: deploy,
      qualifier: "live",
      action: "lambda:InvokeFunction",
      sourceAccount: "123456789012",
    });
    expect(permissions[0].dependencies).to.include(
      ofType(primary, "aws:codecommit/repository:Repository").get("ccp-showcase-web-shop-repository")?.urn,
    );
    expect(set("web-shop")?.dependencies).to.include(permissions[0].urn);
  });
});

/** Options are no part of a preview's result, so this one is registered with nobody. */
async function optionsOfTriggers(): Promise<pulumi.CustomResourceOptions> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
  const encryptionKey = new EncryptionKey(
    "key",
    {
      description: "Key",
      alias: "alias/key",
      policy: policyDocument(),
      deletionWindowDays: 7,
      protect: false,
    },
    {},
  );
  const repository = new Repository(
    "api",
    { repositoryName: "api", protect: false, encryptionKey, region: "eu-central-1" },
    {},
  );
  let found: pulumi.CustomResourceOptions = {};
  new Triggers(
    "triggers",
    {
      place: { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" },
      repository,
      triggers: [{ name: "build", events: ["push"], branches: [], destination: { functionArn: deploy } }],
    },
    {
      transformations: [
        ({ type, props, opts }) => {
          found = type === "aws:codecommit/trigger:Trigger" ? opts : found;
          return { props: props, opts };
        },
      ],
    },
  );
  return found;
}
