import * as policySdk from "@pulumi/policy";
import type { PolicyResource, ResourceValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { refMovingActions } from "../../policy-pack/access/refMovingActions";
import { unknown, type StackResource } from "../../policy-pack/access/resources";
import { administrationActions } from "../../policy-pack/policies/access/administrationActions";
import type { PackPolicy } from "../../policy-pack/policies/framework/definePolicy";

/** The engine's stand-in for a string that is not known at preview. */
export const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const account = "123456789012";
export const repositories = ["payments-api", "web-shop"].map((name) => repositoryArn("eu-central-1", name));
export const copies = ["payments-api", "web-shop"].map((name) => repositoryArn("eu-west-1", name));
export const powerUser = "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser";

export function repositoryArn(region: string, name: string): string {
  return `arn:aws:codecommit:${region}:${account}:${name}`;
}

export function document(...statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A resource as `analyzeStack` gets it; the dependencies of its properties are URNs. */
export function resource(
  type: string,
  name: string,
  props: Record<string, unknown>,
  propertyDependencies: Record<string, string[]> = {},
): StackResource {
  return { type, name, urn: urn(type, name), props, propertyDependencies };
}

function protectedResource(...parts: Parameters<typeof resource>): StackResource {
  return { ...resource(...parts), protect: true };
}

export function urn(type: string, name: string): string {
  return `urn:pulumi:dev::codecommit-platform::${type}::${name}`;
}

const policyType = "aws:iam/policy:Policy";

export const guardStatement = {
  Sid: "GuardTrunk",
  Effect: "Deny",
  Action: [...refMovingActions],
  Resource: repositories,
  Condition: {
    StringLikeIfExists: { "codecommit:References": ["refs/heads/main", "refs/heads/release/*"] },
    Null: { "codecommit:References": "false" },
  },
};

export const replicaStatement = {
  Sid: "OnlyReplicationWritesCopies",
  Effect: "Deny",
  Action: [...refMovingActions],
  NotResource: `arn:aws:codecommit:eu-central-1:${account}:*`,
};

export const administrationStatement = {
  Sid: "AdministrationIsReserved",
  Effect: "Deny",
  Action: [...administrationActions],
  Resource: "*",
};

/** Everything complies: developers and auditors are guarded, release managers push, nobody writes to copies. */
export function primaryStack(): readonly StackResource[] {
  return [
    component("Primary", "primary", {
      region: "eu-central-1",
      accountId: account,
      partition: "aws",
      repositories,
    }),
    component("BranchGuard", "trunk", {
      protection: "trunk",
      references: ["refs/heads/main", "refs/heads/release/*"],
      repositories,
      pushers: ["ccp-dev-release-managers"],
    }),
    resource("aws:kms/key:Key", "key", { arn: unknownString }),
    ...["payments-api", "web-shop"].map((name) =>
      protectedResource(
        "aws:codecommit/repository:Repository",
        name,
        { repositoryName: name, arn: unknownString, kmsKeyId: unknownString },
        { kmsKeyId: [urn("aws:kms/key:Key", "key")] },
      ),
    ),
    customerManaged("trunk-guard", document(guardStatement)),
    customerManaged("replica-guard", document(replicaStatement)),
    customerManaged("no-administration", document(administrationStatement)),
    ...team("developers", powerUser, ["ada", "grace"], ["trunk-guard", "replica-guard", "no-administration"]),
    ...team("release-managers", powerUser, ["linus"], ["replica-guard", "no-administration"]),
    ...team(
      "auditors",
      "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly",
      ["edsger"],
      ["trunk-guard", "replica-guard"],
    ),
    ...approvals(),
  ];
}

const templateType = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";

/** Pull requests into main and release branches need two approvals of release managers. */
export const approvalRule = {
  Version: "2018-11-08",
  DestinationReferences: ["refs/heads/main", "refs/heads/release/*"],
  Statements: [
    {
      Type: "Approvers",
      NumberOfApprovalsNeeded: 2,
      ApprovalPoolMembers: [
        `arn:aws:iam::${account}:user/ccp-dev-linus`,
        `arn:aws:sts::${account}:assumed-role/Review/*`,
      ],
    },
  ],
};

function approvals(): readonly StackResource[] {
  return [
    component("ApprovalRules", "approvals", {
      rules: approvalRule.Statements.map(({ ApprovalPoolMembers: pool }) => ({ pool })),
    }),
    resource(templateType, "trunk-approvals", {
      name: "ccp-dev-trunk",
      content: JSON.stringify(approvalRule),
    }),
    ...["payments-api", "web-shop"].map((repositoryName) =>
      resource(
        "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
        `trunk-approvals-${repositoryName}`,
        { approvalRuleTemplateName: "ccp-dev-trunk", repositoryName },
      ),
    ),
  ];
}

export const takenByTask = {
  Sid: "TakenByTask",
  Effect: "Allow",
  Principal: { Service: "ecs-tasks.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:SourceAccount": account } },
};

/** Everything complies: the replicator's role writes, the dispatcher's does not. */
export function replicaStack(): readonly StackResource[] {
  return [
    component("Replica", "replica", {
      region: "eu-west-1",
      sourceRegion: "eu-central-1",
      sources: repositories,
      copies,
      writer: "ccp-dev-eu-west-1-replicator",
    }),
    resource("aws:kms/key:Key", "copies-key", { arn: unknownString }),
    ...["payments-api", "web-shop"].map((name) =>
      protectedResource(
        "aws:codecommit/repository:Repository",
        `${name}-copy`,
        { repositoryName: name, arn: unknownString, kmsKeyId: unknownString },
        { kmsKeyId: [urn("aws:kms/key:Key", "copies-key")] },
      ),
    ),
    role("ccp-dev-eu-west-1-replicator", { assumeRolePolicy: document(takenByTask) }),
    resource(
      "aws:iam/rolePolicy:RolePolicy",
      "replicator-git",
      {
        role: unknownString,
        name: "git",
        policy: document(
          { Sid: "Read", Effect: "Allow", Action: "codecommit:GitPull", Resource: repositories },
          {
            Sid: "Write",
            Effect: "Allow",
            Action: ["codecommit:GitPull", "codecommit:GitPush"],
            Resource: copies,
          },
        ),
      },
      { role: [urn("aws:iam/role:Role", "ccp-dev-eu-west-1-replicator")] },
    ),
    role("ccp-dev-eu-west-1-dispatcher"),
    resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "dispatcher-logs", {
      role: "ccp-dev-eu-west-1-dispatcher",
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    }),
  ];
}

export function component(kind: string, name: string, outputs: Record<string, unknown>): StackResource {
  return resource(`codecommit-platform:index:${kind}`, name, outputs);
}

export function customerManaged(name: string, policy: unknown): StackResource {
  return resource(policyType, name, { name: `ccp-dev-${name}`, arn: unknownString, policy });
}

export function attached(group: string, policy: string): StackResource {
  return resource(
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    `${group}-${policy}`,
    { group: `ccp-dev-${group}`, policyArn: unknownString },
    { policyArn: [urn(policyType, policy)] },
  );
}

export function role(name: string, props: Record<string, unknown> = {}): StackResource {
  return resource("aws:iam/role:Role", name, { name, arn: unknownString, ...props });
}

function team(
  name: string,
  managed: string,
  members: string[],
  policies: string[],
): readonly StackResource[] {
  const group = `ccp-dev-${name}`;
  return [
    resource("aws:iam/group:Group", name, { name: group, arn: unknownString }),
    resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", `${name}-access`, {
      group,
      policyArn: managed,
    }),
    ...policies.map((policy) => attached(name, policy)),
    ...members.flatMap((member) => [
      resource("aws:iam/user:User", member, { name: `ccp-dev-${member}`, arn: unknownString }),
      resource("aws:iam/userGroupMembership:UserGroupMembership", `${member}-teams`, {
        user: `ccp-dev-${member}`,
        groups: [group],
      }),
    ]),
  ];
}

/** The stack with the properties of one resource changed. */
export function change(
  stack: readonly StackResource[],
  name: string,
  props: Record<string, unknown>,
  propertyDependencies?: Record<string, string[]>,
): readonly StackResource[] {
  const found = stack.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`The fixture has no ${name}.`);
  const changed = {
    ...found,
    props: { ...found.props, ...props },
    propertyDependencies: propertyDependencies ?? found.propertyDependencies,
  };
  return stack.map((candidate) => (candidate === found ? changed : candidate));
}

export function without(stack: readonly StackResource[], name: string): readonly StackResource[] {
  const rest = stack.filter((candidate) => candidate.name !== name);
  if (rest.length === stack.length) throw new Error(`The fixture has no ${name}.`);
  return rest;
}

/** The stack after the update: what was unknown has the value that AWS gives. */
export function updated(stack: readonly StackResource[]): readonly StackResource[] {
  const region = stack.some(({ name }) => name === "replica") ? "eu-west-1" : "eu-central-1";
  const arnOf = ({ type, name, props }: StackResource) => {
    if (type === policyType) return `arn:aws:iam::${account}:policy/${String(props.name)}`;
    return type === "aws:kms/key:Key"
      ? `arn:aws:kms:${region}:${account}:key/${name}`
      : `arn:aws:any:::${name}`;
  };
  const known = (from: StackResource, property: string, value: unknown): unknown => {
    if (value !== unknownString) return value;
    if (property === "arn") return arnOf(from);
    const on = stack.find((candidate) => candidate.urn === from.propertyDependencies[property]?.[0]);
    if (!on) throw new Error(`${property} of ${from.name} depends on nothing.`);
    return property === "role" ? on.props.name : arnOf(on);
  };
  return stack.map((from) => ({
    ...from,
    props: Object.fromEntries(
      Object.entries(from.props).map(([key, value]) => [key, known(from, key, value)]),
    ),
  }));
}

/** The stack as the evaluator sees it, without the policy SDK in between. */
export function seen(stack: readonly StackResource[]): readonly StackResource[] {
  const plain = (value: unknown): unknown => {
    if (value === unknownString) return unknown;
    return Array.isArray(value) ? value.map(plain) : value;
  };
  return stack.map((found) => ({
    ...found,
    props: Object.fromEntries(Object.entries(found.props).map(([key, value]) => [key, plain(value)])),
  }));
}

export interface Violation {
  readonly message: string;
  readonly urn?: string;
}

/** Properties behind the proxy that throws on unknown values. The SDK exports it without a type. */
export const { unknownCheckingProxy: proxied } = policySdk as unknown as {
  readonly unknownCheckingProxy: (props: object) => Record<string, unknown>;
};

/** What a stack policy reports, with the properties behind the same proxies as in the policy engine. */
export async function violationsOf(
  policy: Partial<StackValidationPolicy>,
  stack: readonly StackResource[],
  config: object = {},
): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  if (!policy.validateStack) throw new Error("This policy judges no stack.");
  await policy.validateStack(
    {
      resources: policyResources(stack),
      stackTags: new Map(),
      getConfig: <T extends object>() => config as T,
      notApplicable: (reason) => {
        throw new Error(reason);
      },
    },
    (message, on) => found.push({ message, ...(on !== undefined && { urn: on }) }),
  );
  return found;
}

/** What a policy says of one resource before it is created or changed; an unknown input is `unknownString`. */
export async function verdictOn(
  policy: PackPolicy,
  { type, name, props }: Pick<StackResource, "type" | "name" | "props">,
  {
    config = {},
    protect = false,
    region,
    provider = region === undefined ? undefined : { region },
    ignoreChanges = [],
  }: {
    readonly config?: object;
    readonly protect?: boolean;
    readonly region?: string;
    readonly provider?: Record<string, unknown>;
    readonly ignoreChanges?: string[];
  } = {},
): Promise<readonly string[]> {
  const found: string[] = [];
  const { validateResource } = policy;
  if (typeof validateResource !== "function") throw new Error(`${policy.name} judges no single resource.`);
  const args: Partial<ResourceValidationArgs> = {
    type,
    name,
    urn: urn(type, name),
    props: proxied(props),
    opts: { ...resourceOptions, protect, ignoreChanges },
    ...(provider !== undefined && {
      provider: { type: "pulumi:providers:aws", urn: "", name: "aws", props: proxied(provider) },
    }),
    getConfig: <T extends object>() => config as T,
  };
  await validateResource(args as ResourceValidationArgs, (message) => found.push(message));
  return found;
}

const resourceOptions = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

function policyResources(stack: readonly StackResource[]): PolicyResource[] {
  const resources = stack.map(({ type, urn: id, name, props, protect = false }): PolicyResource => ({
    type,
    urn: id,
    name,
    props: proxied(props),
    opts: { ...resourceOptions, protect },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  }));
  stack.forEach(({ propertyDependencies }, index) => {
    resources[index].propertyDependencies = Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, urns]) => [
        property,
        resources.filter((candidate) => urns.includes(candidate.urn)),
      ]),
    );
  });
  return resources;
}
