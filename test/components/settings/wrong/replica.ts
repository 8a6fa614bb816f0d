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
    "an unknown setting of the sweeps",
    { ...replica, replication: { sweepMinute: 30 } },
    'replication.sweepMinute: is not a setting. Did you mean "sweepMinutes"? Allowed: path, sweepMinutes, deepCheckDays, retainDays.',
  ],
  [
    "a path that there is not",
    { ...replica, replication: { path: "lambda" } },
    'replication.path: "lambda" is not allowed. Allowed: fargate, auto.',
  ],
  [
    "a fast path that there is not",
    { ...replica, fastPath: { reservedConcurrency: 5 } },
    'fastPath: there is none, because replication.path is "fargate"; set replication.path to "auto", or leave fastPath out.',
  ],
  [
    "a fast path that may never run",
    { ...replica, replication: { path: "auto" }, fastPath: { reservedConcurrency: 0 } },
    "fastPath.reservedConcurrency: must be 1 or more: 0 would leave all pushes to tasks.",
  ],
  [
    "sweeps without a pause",
    { ...replica, replication: { sweepMinutes: 4 } },
    "replication.sweepMinutes: must be 5 to 1440 minutes.",
  ],
  [
    "sweeps more than a day apart",
    { ...replica, replication: { sweepMinutes: 1441 } },
    "replication.sweepMinutes: must be 5 to 1440 minutes.",
  ],
  [
    "sweeps in words",
    { ...replica, replication: { sweepMinutes: "30 minutes" } },
    'replication.sweepMinutes: takes a number, but is "30 minutes".',
  ],
  [
    "sweeps further apart than the alarm about them looks back",
    { ...replica, alarms: { outOfStepMinutes: 30 }, replication: { sweepMinutes: 31 } },
    "replication.sweepMinutes: is 31, but alarms.outOfStepMinutes is 30, so the alarm would look at less than one sweep; set alarms.outOfStepMinutes to 62, or sweep more often.",
  ],
  [
    "sweeps further apart than the alarm's default",
    { ...replica, replication: { sweepMinutes: 120 } },
    "replication.sweepMinutes: is 120, but alarms.outOfStepMinutes is 60, so the alarm would look at less than one sweep; set alarms.outOfStepMinutes to 180, or sweep more often.",
  ],
  [
    "sweeps further apart than any alarm looks back",
    { ...replica, alarms: { outOfStepMinutes: 180 }, replication: { sweepMinutes: 1440 } },
    "replication.sweepMinutes: is 1440, but alarms.outOfStepMinutes is 180, so the alarm would look at less than one sweep; sweep every 180 minutes or more often: the alarm looks back no further.",
  ],
  [
    "deep checks a season apart",
    { ...replica, replication: { deepCheckDays: 91 } },
    "replication.deepCheckDays: must be 0 to 90 days.",
  ],
  [
    "deep checks in the past",
    { ...replica, replication: { deepCheckDays: -1 } },
    "replication.deepCheckDays: must be 0 to 90 days.",
  ],
  [
    "an archive of no time",
    { ...replica, replication: { retainDays: 0 } },
    "replication.retainDays: must be 1 to 3650 days.",
  ],
  [
    "an archive for more than ten years",
    { ...replica, replication: { retainDays: 3651 } },
    "replication.retainDays: must be 1 to 3650 days.",
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
  [
    "a dispatcher that may never run",
    { ...replica, dispatcher: { reservedConcurrency: 0 } },
    "dispatcher.reservedConcurrency: must be 1 or more: 0 would stop the replication.",
  ],
  [
    "more for the dispatcher than an account has",
    { ...replica, dispatcher: { reservedConcurrency: 1001 } },
    "dispatcher.reservedConcurrency: must be 1000 or less.",
  ],
  [
    "half a dispatcher",
    { ...replica, dispatcher: { reservedConcurrency: 0.5 } },
    "dispatcher.reservedConcurrency: takes a whole number, but is 0.5.",
  ],
];
