import { refMovingActions } from "../../policy-pack/access/refMovingActions";

/** A resource as the engine shows it to the pack. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

const account = "123456789012";
const domains = 20;
const membersPerTeam = 5;
const arn = (name: string) => `arn:aws:codecommit:eu-central-1:${account}:${name}`;

interface Protection {
  readonly name: string;
  readonly references: readonly string[];
  /** Which of the repositories it is for. */
  readonly every: number;
}

const protections: readonly Protection[] = [
  { name: "trunk", references: ["refs/heads/main"], every: 1 },
  { name: "release", references: ["refs/heads/release/*"], every: 1 },
  { name: "versions", references: ["refs/tags/v*"], every: 2 },
  { name: "hotfix", references: ["refs/heads/hotfix/*", "refs/heads/prod"], every: 4 },
];

/**
 * A company that complies: teams of five with AWSCodeCommitPowerUser, every one behind four guards and the replica's
 * deny, and one team that may push. Guards name repositories one by one as far as their size allows, and by the prefix
 * of their domain beyond, as a program has to that stays within IAM's quotas.
 */
export function company(repositories: number, teams: number): readonly Resource[] {
  const names = Array.from({ length: repositories }, (_, index) => `dom${index % domains}-service-${index}`);
  const key = "arn:aws:kms:eu-central-1:123456789012:key/4b6d5a3c-0000-4000-8000-000000000000";
  return [
    {
      type: "codecommit-platform:index:Primary",
      name: "primary",
      props: { region: "eu-central-1", accountId: account, partition: "aws", repositories: names.map(arn) },
    },
    ...names.map((name) => ({
      type: "aws:codecommit/repository:Repository",
      name,
      props: { repositoryName: name, arn: arn(name), kmsKeyId: key, description: name, tags: { team: "a" } },
    })),
    ...protections.map((protection) => ({
      type: "codecommit-platform:index:BranchGuard",
      name: protection.name,
      props: {
        protection: protection.name,
        references: protection.references,
        repositories: covered(names, protection).map(arn),
        pushers: ["release-managers"],
      },
    })),
    ...protections.flatMap((protection) => guards(names, protection)),
    policy("only-replication-writes-copies", {
      Effect: "Deny",
      Action: refMovingActions,
      NotResource: `arn:aws:codecommit:eu-central-1:${account}:*`,
    }),
    ...team("release-managers", ["only-replication-writes-copies"]),
    ...Array.from({ length: teams - 1 }, (_, index) =>
      team(`team-${index}`, [
        "only-replication-writes-copies",
        ...protections.flatMap((protection) => guards(names, protection).map(({ name }) => name)),
      ]),
    ).flat(),
  ];
}

function covered(names: readonly string[], { every }: Protection): readonly string[] {
  return names.filter((_, index) => index % every === 0);
}

function guards(names: readonly string[], protection: Protection): readonly Resource[] {
  const arns = covered(names, protection).map(arn);
  const prefixes = Array.from({ length: domains }, (_, domain) => arn(`dom${domain}-*`));
  const statement = {
    Effect: "Deny",
    Action: refMovingActions,
    Resource: arns.length <= 60 ? arns : prefixes,
    Condition: {
      StringLikeIfExists: { "codecommit:References": protection.references },
      Null: { "codecommit:References": "false" },
    },
  };
  return [policy(`guard-${protection.name}`, statement)];
}

function policy(name: string, statement: object): Resource {
  return {
    type: "aws:iam/policy:Policy",
    name,
    props: {
      name,
      arn: `arn:aws:iam::${account}:policy/${name}`,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    },
  };
}

function team(name: string, policies: readonly string[]): readonly Resource[] {
  const attached = [
    "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser",
    ...policies.map((each) => `arn:aws:iam::${account}:policy/${each}`),
  ];
  const members = Array.from({ length: membersPerTeam }, (_, index) => `${name}-${index}`);
  return [
    { type: "aws:iam/group:Group", name, props: { name } },
    ...attached.map((policyArn, index) => ({
      type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      name: `${name}-${index}`,
      props: { group: name, policyArn },
    })),
    ...members.flatMap((member) => [
      { type: "aws:iam/user:User", name: member, props: { name: member, path: "/" } },
      {
        type: "aws:iam/userGroupMembership:UserGroupMembership",
        name: member,
        props: { user: member, groups: [name] },
      },
    ]),
  ];
}
