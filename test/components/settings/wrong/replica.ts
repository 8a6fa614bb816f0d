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
    'alarms.emails: is not a setting. Did you mean "email"? Allowed: email, https, lagMinutes, outOfStepMinutes.',
  ],
  [
    "a lag of no time",
    { ...replica, alarms: { lagMinutes: 0 } },
    "alarms.lagMinutes: must be 1 to 60 minutes.",
  ],
  [
    "a lag longer than an hour",
    { ...replica, alarms: { lagMinutes: 61 } },
    "alarms.lagMinutes: must be 1 to 60 minutes.",
  ],
  [
    "a lag in parts of minutes",
    { ...replica, alarms: { lagMinutes: 1.5 } },
    "alarms.lagMinutes: takes a whole number, but is 1.5.",
  ],
  [
    "a copy out of step for no time",
    { ...replica, alarms: { outOfStepMinutes: 0 } },
    "alarms.outOfStepMinutes: must be 1 to 180 minutes.",
  ],
  [
    "a copy out of step for longer than CloudWatch looks back",
    { ...replica, alarms: { outOfStepMinutes: 181 } },
    "alarms.outOfStepMinutes: must be 1 to 180 minutes.",
  ],
  [
    "a copy out of step for parts of minutes",
    { ...replica, alarms: { outOfStepMinutes: 30.5 } },
    "alarms.outOfStepMinutes: takes a whole number, but is 30.5.",
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
