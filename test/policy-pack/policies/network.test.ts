import { defaultGroup } from "../../../policy-pack/policies/network/defaultGroup";
import { flowLogs } from "../../../policy-pack/policies/network/flowLogs";
import { narrowEgress } from "../../../policy-pack/policies/network/narrowEgress";
import { publicIngress } from "../../../policy-pack/policies/network/publicIngress";
import { ruleDescriptions } from "../../../policy-pack/policies/network/ruleDescriptions";
import { subnetAddresses } from "../../../policy-pack/policies/network/subnetAddresses";
import { resource, unknownString, urn } from "../fixtures";
import { judgesInputs, judgesStack } from "./judged";

const group = "aws:ec2/securityGroup:SecurityGroup";
const either = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const vpc = "aws:ec2/vpc:Vpc";
const defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const flowLog = "aws:ec2/flowLog:FlowLog";

describe("Policies of security groups", () => {
  const ports = (port: number) => ({ fromPort: port, toPort: port });
  const inward = (what: string) =>
    `a lets the whole internet in on ${what}. Name the networks that may call.`;
  const open = { protocol: "tcp", ...ports(22), cidrBlocks: ["0.0.0.0/0"], description: "Anyone" };
  judgesInputs(
    publicIngress,
    group,
    "a",
    { ingress: [{ ...open, cidrBlocks: ["10.0.0.0/24"] }], egress: [open] },
    [
      ["IPv4", { ingress: [open] }, inward("tcp 22")],
      ["IPv6", { ingress: [{ ...open, cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }] }, inward("tcp 22")],
      ["two halves", { ingress: [{ ...open, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }] }, inward("tcp 22")],
      [
        "two halves, in a rule each",
        { ingress: ["0.0.0.0/1", "128.0.0.0/1"].map((half) => ({ ...open, cidrBlocks: [half] })) },
        ...[inward("tcp 22"), inward("tcp 22")],
      ],
      [
        "two halves of IPv6",
        { ingress: [{ ...open, cidrBlocks: [], ipv6CidrBlocks: ["::/1", "8000::/1"] }] },
        inward("tcp 22"),
      ],
      [
        "all of IPv6 that is routed",
        { ingress: [{ ...open, cidrBlocks: [], ipv6CidrBlocks: ["2000::/3"] }] },
        inward("tcp 22"),
      ],
      [
        "a quarter in parts",
        { ingress: [{ ...open, cidrBlocks: [...Array(64).keys()].map((byte) => `${byte}.0.0.0/8`) }] },
        inward("tcp 22"),
      ],
      ["what is no block", { ingress: [{ ...open, cidrBlocks: ["anywhere"] }] }, inward("tcp 22")],
      [
        "the networks of a company",
        {
          ingress: [
            {
              ...open,
              cidrBlocks: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "192.0.2.0/24"],
              ipv6CidrBlocks: ["fc00::/7", "2001:db8::/32"],
            },
          ],
        },
      ],
      ["every protocol", { ingress: [{ ...open, protocol: "-1" }] }, inward("every port")],
      ["rules that are not known yet", { ingress: unknownString }],
    ],
  );
  judgesInputs(publicIngress, either, "a", { ...open, type: "egress" }, [
    ["a rule of its own", { type: "ingress" }, inward("tcp 22")],
  ]);
  judgesInputs(
    publicIngress,
    ingressRule,
    "a",
    { cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", ...ports(443) },
    [
      ["a port that is not allowed", ports(80), inward("tcp 80")],
      ["a range around one that is", { fromPort: 0, toPort: 443 }, inward("tcp 0-443")],
      ["another port, IPv6", { cidrIpv4: undefined, cidrIpv6: "::/0", ...ports(80) }, inward("tcp 80")],
    ],
    { allowedPorts: [443] },
  );
  const outward = (what: string) =>
    `a lets out ${what} to the whole internet. Allow tcp 443 only, or name the networks.`;
  const https = { cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", ...ports(443) };
  judgesInputs(narrowEgress, egressRule, "a", https, [
    ["every port", { ipProtocol: "-1" }, outward("every port")],
    ["another port", ports(22), outward("tcp 22")],
    ["a range", { fromPort: 443, toPort: 444 }, outward("tcp 443-444")],
    ["UDP", { ipProtocol: "udp" }, outward("udp 443")],
    ["another port of a network", { ...ports(22), cidrIpv4: "10.0.0.0/24" }],
  ]);
  judgesInputs(narrowEgress, group, "a", {}, [
    ["a rule within the group", { egress: [open] }, outward("tcp 22")],
  ]);
  judgesInputs(narrowEgress, either, "a", { ...open, type: "ingress" }, [
    ["a rule of the older kind", { type: "egress" }, outward("tcp 22")],
  ]);
  const says = "a has no description. Say what it is for in `description`.";
  judgesInputs(ruleDescriptions, group, "a", { description: "Calls out", egress: [open] }, [
    ["a group without", { description: undefined }, says],
    ["the provider's", { description: "Managed by Pulumi" }, says],
    [
      "a rule without",
      { egress: [{ ...open, description: undefined }] },
      "A rule of a has no description. Say what it is for in `description`.",
    ],
  ]);
  judgesInputs(ruleDescriptions, egressRule, "a", { description: "HTTPS" }, [
    ["a rule of its own without", { description: undefined }, says],
  ]);
});

describe("Policies of networks", () => {
  judgesInputs(subnetAddresses, "aws:ec2/subnet:Subnet", "a", { mapPublicIpOnLaunch: false }, [
    [
      "public addresses",
      { mapPublicIpOnLaunch: true },
      "Subnet a gives a public address to all that starts in it. Take `mapPublicIpOnLaunch` away.",
    ],
  ]);
  judgesInputs(defaultGroup, defaultSecurityGroup, "a", { vpcId: unknownString }, [
    [
      "rules inward",
      { ingress: [{ protocol: "-1" }] },
      "Default security group a has rules. Take `ingress` and `egress` away.",
    ],
    [
      "rules outward",
      { egress: [{ protocol: "-1" }] },
      "Default security group a has rules. Take `ingress` and `egress` away.",
    ],
  ]);
  const network = resource(vpc, "a", { id: unknownString });
  const of = (type: string, on: string[]) => resource(type, "other", { vpcId: unknownString }, { vpcId: on });
  const open =
    "The default security group of VPC a is open: everything in it may talk to everything. Add an aws.ec2.DefaultSecurityGroup without rules.";
  judgesStack(
    defaultGroup,
    [network, of(defaultSecurityGroup, [urn(vpc, "a")])],
    [
      ["a VPC without", [network], [vpc, "a", open]],
      ["another VPC's", [network, of(defaultSecurityGroup, [urn(vpc, "b")])], [vpc, "a", open]],
    ],
  );
  // A component of another package gives its own outputs only.
  const component = "urn:pulumi:dev::codecommit-platform::awsx:ec2:Vpc::network";
  const child = {
    ...network,
    urn: "urn:pulumi:dev::codecommit-platform::awsx:ec2:Vpc$aws:ec2/vpc:Vpc::network",
  };
  judgesStack(
    flowLogs,
    [resourceAt(component, "awsx:ec2:Vpc"), child, of(flowLog, [component])],
    [
      ["a VPC without", [network], [vpc, "a", "VPC a has no flow log. Add an aws.ec2.FlowLog."]],
      [
        "a log of its subnet",
        [network, resource(flowLog, "log", { subnetId: unknownString }, { subnetId: [urn(vpc, "a")] })],
        [vpc, "a", "VPC a has no flow log. Add an aws.ec2.FlowLog."],
      ],
    ],
  );

  function resourceAt(at: string, type: string) {
    return { ...resource(type, "network", {}), urn: at };
  }
});
