import { EngineError } from "../errors";
import type { Goal } from "../goal";
import { hasUnknown, isObject, reveal, type Values } from "../values";
import { defined, idOf, reference, registerChild } from "./child";
import type { Host, Registration } from "./host";
import { publicSubnets } from "./subnets";

/** The arguments that are understood; of the others each is refused by its name. */
const ARGUMENTS = [
  "availabilityZoneNames",
  "cidrBlock",
  "enableDnsHostnames",
  "enableDnsSupport",
  "natGateways",
  "numberOfAvailabilityZones",
  "region",
  "subnetSpecs",
  "subnetStrategy",
  "tags",
];

/**
 * awsx:ec2:Vpc (awsx/ec2/vpc.ts) with public subnets only and without NAT gateways: the VPC, its
 * internet gateway, and for each availability zone a subnet with a route table, its association and
 * the route to the internet.
 */
export async function expandVpc(urn: string, goal: Goal, host: Host): Promise<Values> {
  const args = reveal(goal.inputs);
  const spec = checkArguments(args, urn);
  const zones = await availabilityZones(args, goal, host, urn);
  const { region } = args;
  const cidrBlock = typeof args.cidrBlock === "string" ? args.cidrBlock : "10.0.0.0/16";
  const strategy = args.subnetStrategy === "Auto" ? "Auto" : "Legacy";
  const blocks = publicSubnets(cidrBlock, zones.length, strategy, spec.cidrMask);
  const tags = { Name: goal.name, ...(isObject(args.tags) ? args.tags : {}) };
  const { enableDnsHostnames, enableDnsSupport } = args;
  const vpc = await registerChild(
    goal,
    {
      type: "aws:ec2/vpc:Vpc",
      name: goal.name,
      parent: urn,
      inputs: { cidrBlock, enableDnsHostnames, enableDnsSupport, region, tags },
    },
    host,
  );
  const inVpc = { vpcId: idOf(vpc), region };
  const gateway = await registerChild(
    goal,
    {
      type: "aws:ec2/internetGateway:InternetGateway",
      name: goal.name,
      parent: vpc.urn,
      inputs: { ...inVpc, tags },
      references: { vpcId: [vpc.urn] },
    },
    host,
  );
  const zoneParts = await Promise.all(
    zones.map((zone, at) => {
      const name = `${goal.name}-${spec.name ?? "public"}-${at + 1}`;
      const own = { ...tags, ...spec.tags, Name: name, SubnetType: spec.type };
      const tableTags = { ...tags, Name: name, SubnetType: spec.type };
      const subnet = { zone, cidrBlock: blocks[at], name, tags: own, tableTags };
      return registerZone(goal, subnet, { vpc, gateway, region }, host);
    }),
  );
  const all = (part: keyof Zone): readonly Values[] => zoneParts.map((zone) => reference(zone[part]));
  return {
    vpc: reference(vpc),
    vpcId: idOf(vpc),
    internetGateway: reference(gateway),
    subnets: all("subnet"),
    publicSubnets: all("subnet"),
    publicSubnetIds: zoneParts.map(({ subnet }) => idOf(subnet)),
    routeTables: all("table"),
    routeTableAssociations: all("association"),
    routes: all("route"),
    subnetLayout: [defined({ name: spec.name, type: spec.type, cidrMask: Number(blocks[0]?.split("/")[1]) })],
    ...{ privateSubnets: [], privateSubnetIds: [], isolatedSubnets: [], isolatedSubnetIds: [] },
    ...{ natGateways: [], eips: [], vpcEndpoints: [] },
  };
}

interface Zone {
  readonly subnet: Registration;
  readonly table: Registration;
  readonly association: Registration;
  readonly route: Registration;
}

/** One availability zone: a public subnet and its way to the internet. */
async function registerZone(
  goal: Goal,
  {
    zone,
    cidrBlock,
    name,
    tags,
    tableTags,
  }: { zone: string; cidrBlock: string | undefined; name: string; tags: Values; tableTags: Values },
  { vpc, gateway, region }: { vpc: Registration; gateway: Registration; region: unknown },
  host: Host,
): Promise<Zone> {
  const vpcId = idOf(vpc);
  const subnetInputs = {
    ...{ region, vpcId, availabilityZone: zone, cidrBlock, tags },
    ...{ mapPublicIpOnLaunch: true, assignIpv6AddressOnCreation: false },
  };
  const child = (
    type: string,
    parent: Registration,
    inputs: Values,
    references: Record<string, readonly string[]>,
  ) =>
    registerChild(
      goal,
      { type, name, parent: parent.urn, inputs, references, dependsOn: [parent.urn] },
      host,
    );
  const subnet = await child("aws:ec2/subnet:Subnet", vpc, subnetInputs, { vpcId: [vpc.urn] });
  const tableInputs = { region, vpcId, tags: tableTags };
  const table = await child("aws:ec2/routeTable:RouteTable", subnet, tableInputs, { vpcId: [vpc.urn] });
  const routeTableId = idOf(table);
  const [association, route] = await Promise.all([
    child(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      table,
      { region, routeTableId, subnetId: idOf(subnet) },
      { routeTableId: [table.urn], subnetId: [subnet.urn] },
    ),
    child(
      "aws:ec2/route:Route",
      table,
      { region, routeTableId, gatewayId: idOf(gateway), destinationCidrBlock: "0.0.0.0/0" },
      { routeTableId: [table.urn], gatewayId: [gateway.urn] },
    ),
  ]);
  return { subnet, table, association, route };
}

interface SubnetSpec {
  readonly type: string;
  readonly name: string | undefined;
  readonly cidrMask: number | undefined;
  readonly tags: Values;
}

function checkArguments(args: Values, urn: string): SubnetSpec {
  const refuse = (argument: string, why: string): never => {
    throw new EngineError(`${urn}: ${argument} ${why} in the local expansion of awsx:ec2:Vpc`);
  };
  for (const [key, value] of Object.entries(args)) {
    if (!ARGUMENTS.includes(key)) {
      refuse(key, "is not supported");
    }
    if (hasUnknown(value)) {
      refuse(key, "must be known before anything is created");
    }
  }
  const nat = isObject(args.natGateways) ? args.natGateways : {};
  if (String(nat.strategy).toLowerCase() !== "none" || Object.keys(nat).length > 1) {
    refuse("natGateways", 'must be { strategy: "None" }');
  }
  if (!["Legacy", "Auto", undefined].includes(args.subnetStrategy as string | undefined)) {
    refuse("subnetStrategy", 'must be "Legacy" or "Auto"');
  }
  const specs: readonly unknown[] = Array.isArray(args.subnetSpecs) ? args.subnetSpecs : [];
  const [spec, ...others] = specs;
  if (!isObject(spec) || others.length > 0 || String(spec.type).toLowerCase() !== "public") {
    return refuse("subnetSpecs", "must hold exactly one entry, of type Public,");
  }
  for (const key of Object.keys(spec)) {
    if (!["type", "name", "cidrMask", "tags"].includes(key)) {
      refuse(`subnetSpecs[0].${key}`, "is not supported");
    }
  }
  return {
    type: String(spec.type),
    name: typeof spec.name === "string" ? spec.name : undefined,
    cidrMask: typeof spec.cidrMask === "number" ? spec.cidrMask : undefined,
    tags: isObject(spec.tags) ? spec.tags : {},
  };
}

async function availabilityZones(
  args: Values,
  goal: Goal,
  host: Host,
  urn: string,
): Promise<readonly string[]> {
  if (Array.isArray(args.availabilityZoneNames)) {
    if (args.numberOfAvailabilityZones !== undefined) {
      throw new EngineError(
        `${urn}: only one of availabilityZoneNames and numberOfAvailabilityZones can be specified`,
      );
    }
    return args.availabilityZoneNames.map(String);
  }
  const count = typeof args.numberOfAvailabilityZones === "number" ? args.numberOfAvailabilityZones : 3;
  const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
  const { names } = await host.invoke(token, defined({ region: args.region }), goal.providers.aws);
  if (!Array.isArray(names) || names.length < count) {
    throw new EngineError(`${urn}: the region does not have ${count} availability zones`);
  }
  return names.slice(0, count).map(String);
}
