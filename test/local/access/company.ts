import type { StackResource } from "../../../policy-pack/access/resources";

export const account = "123456789012";
export const arnOf = (repository: string): string =>
  `arn:aws:codecommit:eu-central-1:${account}:${repository}`;

type Props = Readonly<Record<string, unknown>>;

export function resource(type: string, name: string, props: Props): StackResource {
  return { type, urn: `urn:pulumi:test::shop::${type}::${name}`, name, props, propertyDependencies: {} };
}

/** A primary with its repositories. */
export function primary(...repositories: string[]): StackResource {
  const props = { repositories: repositories.map(arnOf) };
  return resource("codecommit-platform:index:Primary", "primary", props);
}

export function guard(references: readonly string[], ...repositories: string[]): StackResource {
  const props = { repositories: repositories.map(arnOf), references };
  return resource("codecommit-platform:index:BranchGuard", `guard-${references.join()}`, props);
}

export function user(name: string, props: Props = {}): StackResource {
  return resource("aws:iam/user:User", name, { name, ...props });
}

/** A policy on a user herself. */
export function userPolicy(userName: string, name: string, ...Statement: Props[]): StackResource {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return resource("aws:iam/userPolicy:UserPolicy", name, { user: userName, name, policy });
}

export function role(name: string, ...Statement: Props[]): StackResource {
  const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
  return resource("aws:iam/role:Role", name, { name, assumeRolePolicy });
}

export const everything: Props = {
  Sid: "Everything",
  Effect: "Allow",
  Action: "codecommit:*",
  Resource: "*",
};
