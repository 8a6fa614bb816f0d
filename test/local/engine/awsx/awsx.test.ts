import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { previewStack, upStack, type DeployOptions, type StackResult } from "../../../../local/engine";
import type { Provider, ResourceHandler } from "../../../../local/engine/provider";

const URL = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/worker";

function handler(outputs: Record<string, string>): ResourceHandler {
  return {
    create: (_inputs, { name, region }) => Promise.resolve({ id: `${region}-${name}`, outputs }),
    delete: () => Promise.resolve(),
  };
}

const provider: Provider = {
  resources: {
    "aws:ecr/repository:Repository": handler({ repositoryUrl: URL, name: "worker", arn: "arn:worker" }),
    "docker-build:index:Image": handler({ digest: "sha256:12", ref: `${URL}:v1@sha256:12` }),
    ...Object.fromEntries(
      [
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:ec2/route:Route",
      ].map((type) => [type, handler({})]),
    ),
  },
  functions: {
    "aws:index/getAvailabilityZones:getAvailabilityZones": (_args, { region }) =>
      Promise.resolve({ names: ["a", "b", "c"].map((zone) => region + zone) }),
  },
};

/** Type and name of all that is below a component. */
function below(result: StackResult, type: string): string[] {
  return result.resources
    .filter(({ urn }) => urn.includes(`::${type}$`))
    .map((resource) => `${resource.type} ${resource.name}`)
    .sort();
}

describe("awsx components", () => {
  let stateDirectory: string;
  const options = (stack: string): DeployOptions => ({
    projectDirectory: resolve(__dirname, "../../../fixtures/network"),
    stack,
    stateDirectory,
    provider,
  });

  before(async () => {
    stateDirectory = await mkdtemp(join(tmpdir(), "state-"));
  });
  after(() => rm(stateDirectory, { recursive: true, force: true }));

  it("show the image only once its repository's address is known", async () => {
    const result = await previewStack(options("dev"));
    expect(result.ok, JSON.stringify(result.diagnostics)).to.equal(true);
    expect(below(result, "awsx:ecr:Image")).to.deep.equal([]);
    expect(result.outputs.imageUri).to.equal("[unknown]");
  });

  it("register the children that awsx registers, with the component's provider", async () => {
    const result = await upStack(options("dev"));
    expect(result.ok, JSON.stringify(result.diagnostics)).to.equal(true);
    expect(below(result, "awsx:ecr:Repository")).to.deep.equal([
      "aws:ecr/lifecyclePolicy:LifecyclePolicy worker",
      "aws:ecr/repository:Repository worker",
    ]);
    expect(below(result, "awsx:ecr:Image")).to.deep.equal(["docker-build:index:Image v1"]);
    expect(below(result, "awsx:ec2:Vpc")).to.deep.equal([
      "aws:ec2/internetGateway:InternetGateway net",
      "aws:ec2/route:Route net-public-1",
      "aws:ec2/route:Route net-public-2",
      "aws:ec2/routeTable:RouteTable net-public-1",
      "aws:ec2/routeTable:RouteTable net-public-2",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-public-1",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-public-2",
      "aws:ec2/subnet:Subnet net-public-1",
      "aws:ec2/subnet:Subnet net-public-2",
      "aws:ec2/vpc:Vpc net",
    ]);
    const subnet = result.resources.find(
      ({ name, type }) => name === "net-public-2" && type.endsWith(":Subnet"),
    );
    expect(subnet?.parent).to.equal("urn:pulumi:dev::network::awsx:ec2:Vpc$aws:ec2/vpc:Vpc::net");
    expect(subnet?.inputs).to.deep.equal({
      vpcId: "eu-west-1-net",
      availabilityZone: "eu-west-1b",
      cidrBlock: "10.1.128.0/20",
      mapPublicIpOnLaunch: true,
      assignIpv6AddressOnCreation: false,
      tags: { Name: "net-public-2", SubnetType: "Public" },
    });
    expect(subnet?.provider).to.contain("pulumi:providers:aws::here::");
    expect(result.outputs).to.deep.equal({
      url: URL,
      imageUri: `${URL}@sha256:12`,
      repositoryArn: "arn:worker",
      vpcId: "eu-west-1-net",
      subnetIds: ["eu-west-1-net-public-1", "eu-west-1-net-public-2"],
    });
  });

  // RegisterResource of pkg/resource/deploy/source_eval.go, pulumi 3.248.0.
  it("inherit the providers of the component around them, with the zones of their region", async () => {
    const result = await previewStack(options("around"));
    expect(result.ok, JSON.stringify(result.diagnostics)).to.equal(true);
    const children = result.resources.filter(({ urn }) =>
      urn.includes("::network:index:Around$awsx:ec2:Vpc$"),
    );
    expect(children.filter(({ provider: given }) => given?.includes("::far::") !== true)).to.deep.equal([]);
    const zones = children.flatMap(({ inputs }) => inputs.availabilityZone ?? []);
    expect(zones).to.deep.equal(["eu-south-2a", "eu-south-2b", "eu-south-2c"]);
    const vpc = result.resources.find(({ type, name }) => type === "awsx:ec2:Vpc" && name === "inner");
    expect(vpc?.inputs).to.deep.equal({
      natGateways: { strategy: "None" },
      subnetSpecs: [{ type: "Public" }],
    });
  });

  it("are refused by the argument that is not understood", async () => {
    const result = await previewStack(options("nat"));
    expect(result.diagnostics[0]?.message).to.match(/::net: natGateways must be \{ strategy: "None" \}/);
  });
});
