import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, previewsOf, ofType } from "../support/previews";

describe("The replica stack of dev", function () {
  this.timeout(60_000);
  let replica: StackResult;

  before(async () => {
    [, replica] = await previewsOf("dev");
  });

  const only = (type: string): ResourceResult => {
    const [resource, ...more] = ofType(replica, type).values();
    expect(more, type).to.deep.equal([]);
    return resource;
  };
  const regionOf = ({ provider }: ResourceResult) => /::(ccp-dev-[a-z0-9-]+)::/.exec(provider ?? "")?.[1];

  it("copies every repository into its own region, protected and without a default branch of its own", () => {
    const copies = [...ofType(replica, "aws:codecommit/repository:Repository").values()];
    expect(copies.map(({ inputs }) => inputs.repositoryName)).to.have.members([
      "payments-api",
      "web-shop",
      "infrastructure",
    ]);
    for (const copy of copies) {
      expect(regionOf(copy)).to.equal("ccp-dev-eu-west-1");
      expect(copy.protect).to.equal(true);
      expect(copy.inputs).to.not.have.property("defaultBranch");
    }
  });

  it("runs the whole pipeline in the region where people push", () => {
    for (const type of [
      "aws:lambda/function:Function",
      "aws:ecs/taskDefinition:TaskDefinition",
      "aws:sqs/queue:Queue",
    ]) {
      expect(regionOf(only(type)), type).to.equal("ccp-dev-eu-central-1");
    }
    for (const rule of ofType(replica, "aws:cloudwatch/eventRule:EventRule").values()) {
      expect(regionOf(rule)).to.equal("ccp-dev-eu-central-1");
    }
  });

  it("attaches nothing to identities of the primary", () => {
    const types = replica.resources.map(({ type }) => type).filter((type) => type.startsWith("aws:iam/"));
    expect(types.filter((type) => /user|group/i.test(type))).to.deep.equal([]);
  });

  it("gives its physical names the copy's region, because IAM is global", () => {
    const named = replica.resources.filter(
      ({ type, inputs }) =>
        type.startsWith("aws:") && typeof inputs.name === "string" && type !== "aws:kms/alias:Alias",
    );
    expect(named).to.have.length.greaterThan(5);
    expect(
      named.filter(
        ({ inputs }) => !/^ccp-dev-eu-west-1-|^start-task$|^pull-image-and-log$/.exec(String(inputs.name)),
      ),
    ).to.deep.equal([]);
  });

  it("runs the worker without root, without a disk to write to, on ARM64", () => {
    const { inputs } = only("aws:ecs/taskDefinition:TaskDefinition");
    const [container] = JSON.parse(String(inputs.containerDefinitions)) as Record<string, unknown>[];
    expect(container).to.include({ user: "65532:65532", readonlyRootFilesystem: true, stopTimeout: 120 });
    expect(container.image).to.match(
      /^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/ccp-dev-eu-west-1-worker:[0-9a-f]{16}$/,
    );
    expect(inputs.runtimePlatform).to.deep.equal({
      cpuArchitecture: "ARM64",
      operatingSystemFamily: "LINUX",
    });
  });

  it("closes the security group that AWS gives to whatever names none", () => {
    expect(only("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).to.have.all.keys(
      "vpcId",
      "tagsAll",
    );
  });

  it("traces the dispatcher, and keeps what could not be delivered by any rule", () => {
    expect(only("aws:lambda/function:Function").inputs.tracingConfig).to.deep.equal({ mode: "Active" });
    const policy = ofType(replica, "aws:iam/rolePolicy:RolePolicy").get(
      "ccp-dev-eu-west-1-dispatcher-policy",
    );
    expect(policy?.inputs.policy).to.include("xray:PutTraceSegments");
    for (const { inputs } of ofType(replica, "aws:cloudwatch/eventTarget:EventTarget").values()) {
      expect(inputs.deadLetterConfig).to.have.property("arn");
    }
  });

  it("reserves concurrency for the dispatcher where the settings say so", async () => {
    expect(only("aws:lambda/function:Function").inputs).to.not.have.property("reservedConcurrentExecutions");
    const [, prod] = await previewsOf("prod");
    const [{ inputs }] = ofType(prod, "aws:lambda/function:Function").values();
    expect(inputs.reservedConcurrentExecutions).to.equal(10);
  });

  it("starts no task before the image is there", () => {
    const definition = only("aws:ecs/taskDefinition:TaskDefinition");
    const image = only("awsx:ecr:Image");
    expect([...dependenciesOf(replica, definition.urn)]).to.include(image.urn);
  });

  it("lets nobody call the worker, and the worker call out over HTTPS only", () => {
    expect(only("aws:ec2/securityGroup:SecurityGroup").inputs).to.not.have.any.keys("ingress", "egress");
    expect(only("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs).to.include({
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    expect(ofType(replica, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").size).to.equal(0);
    expect(ofType(replica, "aws:ec2/natGateway:NatGateway").size).to.equal(0);
  });

  it("keeps what could not be delivered, encrypted, for fourteen days", () => {
    expect(only("aws:sqs/queue:Queue").inputs)
      .to.include({ messageRetentionSeconds: 1_209_600 })
      .and.to.have.property("kmsMasterKeyId");
    const target = ofType(replica, "aws:cloudwatch/eventTarget:EventTarget").get(
      "ccp-dev-eu-west-1-ref-changes-0-target",
    );
    expect(target?.inputs).to.have.property("deadLetterConfig");
    expect(
      only("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").inputs,
    ).to.have.nested.property("destinationConfig.onFailure.destination");
  });
});
