import { isInternet } from "./internet";
import { fields, items } from "../framework/inputs";

/** What a rule of a security group lets pass. */
export interface Traffic {
  /** CIDR blocks; those that are not known yet are left out. */
  readonly blocks: readonly string[];
  readonly protocol: string;
  readonly from: unknown;
  readonly to: unknown;
}

export const groupType = "aws:ec2/securityGroup:SecurityGroup";
const standalone = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
};
const either = "aws:ec2/securityGroupRule:SecurityGroupRule";

export type Direction = keyof typeof standalone;

/** The three kinds of resources that rules are declared by. */
export const trafficTypes = (direction: Direction) => [groupType, standalone[direction], either];

export function trafficOf(
  direction: Direction,
  { type, props }: { readonly type: string; readonly props: Readonly<Record<string, unknown>> },
): readonly Traffic[] {
  if (type === groupType) return items(props[direction]).map(fields).map(traffic);
  if (type === either && props.type !== direction) return [];
  return [traffic(props)];
}

/**
 * Whether it is about the internet, in one block or in several. A security group has 60 rules at most, which is far from
 * enough to name the internet in rules that this does not find one by one (VPC user guide, "Amazon VPC quotas").
 */
export function isEverywhere({ blocks }: Traffic): boolean {
  return isInternet(blocks);
}

export function ports({ protocol, from, to }: Traffic): string {
  if (["-1", "all"].includes(protocol)) return "every port";
  return from === to ? `${protocol} ${String(from)}` : `${protocol} ${String(from)}-${String(to)}`;
}

function traffic(rule: Readonly<Record<string, unknown>>): Traffic {
  const { cidrBlocks, ipv6CidrBlocks, cidrIpv4, cidrIpv6, protocol, ipProtocol, fromPort, toPort } = rule;
  const blocks = [...items(cidrBlocks), ...items(ipv6CidrBlocks), cidrIpv4, cidrIpv6];
  return {
    blocks: blocks.filter((block) => typeof block === "string"),
    protocol: String(protocol ?? ipProtocol),
    from: fromPort,
    to: toPort,
  };
}
