import { type WrongSettings, replica } from "../settings";

export const wrongReplica: readonly WrongSettings[] = [
  ["a replica without its primary", { role: "replica" }, "primary: is missing; it takes a text."],
  [
    "a primary that is not a stack's name",
    { role: "replica", primary: "a/b" },
    'primary: is not a stack: write "dev", or "organization/project/dev".',
  ],
  [
    "an alarm's address of a replica that is none",
    { ...replica, alarms: { email: ["platform"] } },
    'alarms.email[0]: "platform" is not an e-mail address: write it alone, for example "builds@example.com".',
  ],
  [
    "an unknown setting of a replica's alarms",
    { ...replica, alarms: { emails: ["platform@example.com"] } },
    'alarms.emails: is not a setting. Did you mean "email"? Allowed: email, https.',
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
