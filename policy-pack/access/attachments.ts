import { physicalName, type Reference, type Stack, type StackResource } from "./resources";

export type Kind = "group" | "user" | "role";

export const identityTypes: Readonly<Record<Kind, string>> = {
  group: "aws:iam/group:Group",
  user: "aws:iam/user:User",
  role: "aws:iam/role:Role",
};

/** How a type of resource gives policies to identities. */
export interface AttachmentType {
  /** Which of its properties name whom. */
  readonly holders: readonly (readonly [Kind, string])[];
  /** The property with the ARN or ARNs of managed policies, or with an inline document. */
  readonly document: "policyArn" | "policyArns" | "policy";
}

/** What has been attached to whom. */
export interface Attached {
  readonly by: StackResource;
  readonly kind: Kind;
  readonly holder: string;
  /** Of an inline policy its name; of a managed one what `policyId` says. */
  readonly id: string;
  readonly inline: boolean;
  /** Whether anything in it denies: to take away what only allows opens nothing. */
  readonly denies: boolean;
}

export const attachmentTypes: Readonly<Record<string, AttachmentType>> = {
  ...Object.fromEntries(
    (["group", "user", "role"] as const).flatMap((kind): (readonly [string, AttachmentType])[] => {
      const noun = `${kind[0].toUpperCase()}${kind.slice(1)}`;
      return [
        [
          `aws:iam/${kind}PolicyAttachment:${noun}PolicyAttachment`,
          { holders: [[kind, kind]], document: "policyArn" },
        ],
        [
          `aws:iam/${kind}PolicyAttachmentsExclusive:${noun}PolicyAttachmentsExclusive`,
          { holders: [[kind, `${kind}Name`]], document: "policyArns" },
        ],
        [`aws:iam/${kind}Policy:${noun}Policy`, { holders: [[kind, kind]], document: "policy" }],
      ];
    }),
  ),
  "aws:iam/policyAttachment:PolicyAttachment": {
    holders: [
      ["group", "groups"],
      ["user", "users"],
      ["role", "roles"],
    ],
    document: "policyArn",
  },
};

/** What tells a managed policy from others: the URN of a policy of the stack, or the ARN of another. */
export function policyId(stack: Stack, reference: Reference): string {
  if ("resource" in reference) return reference.resource.urn;
  return ownPolicy(stack, reference.value)?.urn ?? reference.value;
}

export const policyType = "aws:iam/policy:Policy";

/** The policy of the stack that an ARN names. A policy is attached within its own account: path and name identify it. */
export function ownPolicy(stack: Stack, arn: string): StackResource | undefined {
  const name = /^arn:[^:]+:iam::\d{12}:policy(\/.*)$/.exec(arn)?.[1];
  if (name === undefined) return undefined;
  return stack.ofType(policyType).find((policy) => {
    const path = typeof policy.props.path === "string" ? policy.props.path : "/";
    return name === `${path}${physicalName(policy)}`;
  });
}
