import { type WrongSettings, replica } from "../settings";

export const wrongReplica: readonly WrongSettings[] = [
  ["a replica without its primary", { role: "replica" }, "primary: is missing; it takes a text."],
  [
    "a primary that is not a stack's name",
    { role: "replica", primary: "a/b" },
    'primary: is not a stack: write "dev", or "organization/project/dev".',
  ],
  [
    "a network without subnets",
    { ...replica, network: { vpcId: "vpc-0a1b", subnetIds: [] } },
    "network.subnetIds: names no subnet: list at least one.",
  ],
  [
    "a VPC id that is none",
    { ...replica, network: { vpcId: "main", subnetIds: ["subnet-0a1b"] } },
    "network.vpcId: is not a VPC id such as vpc-0a1b2c3d.",
  ],
];
