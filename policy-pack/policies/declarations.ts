import { z } from "zod";
import { unknown, type StackResource } from "../access/resources";
import { findingOn, type Finding } from "./framework/finding";

/** A branch guard: what it protects, and the only ones who may move it. */
export interface Protection {
  /** Of the component that declares it; absent when the policy's configuration does. */
  readonly urn?: string;
  readonly protection: string;
  readonly repositories: readonly string[];
  readonly references: readonly string[];
  readonly pushers: readonly string[];
  /** Who may merge a pull request. `everyone`: approval rules stand before it, and no guard does. */
  readonly pullRequests: "pushers" | "everyone";
}

/** What a component declares by its registered outputs, or why that cannot be read. */
export type Declaration<T> = { readonly urn?: string } & (
  { readonly value: T } | { readonly problem: string }
);

// Wildcards in repositories could not be probed; references are patterns.
const repositories = z.array(z.string().regex(/^arn:[^*?]+$/, "must be an ARN without wildcards"));
const references = z.array(z.string().regex(/^refs\//, 'must be a full name, for example "refs/heads/main"'));
const pushers = z
  .array(z.string().min(1))
  .describe('Names of IAM groups; "user/NAME" or "role/NAME" for one identity.');

const pullRequests = z
  .enum(["pushers", "everyone"])
  .default("pushers")
  .describe("Who may merge a pull request; everyone: behind approval rules of this stack.");

const branchGuard = z.object({ protection: z.string(), repositories, references, pushers, pullRequests });
const primary = z.object({ region: z.string(), repositories });
const replica = z.object({
  region: z.string(),
  copies: repositories,
  writer: z.string().min(1),
  sourceRegion: z.string(),
  /** What there is to copy. */
  sources: repositories,
  /** The function that the writer hands over to what it cannot do at once, where the writer is a function too. */
  handsOverTo: z
    .string()
    .regex(/^arn:[^*?]+$/, "must be an ARN without wildcards")
    .optional(),
});
const team = z.object({
  groupName: z.string().min(1),
  access: z.string(),
  requireMfa: z.boolean().default(false),
});
const teamRole = z.object({ roleName: z.string().min(1), administrator: z.boolean() });

const approvalRules = z.object({ rules: z.array(z.object({ pool: z.array(z.string()).optional() })) });

export type DeclaredReplica = z.infer<typeof replica>;

export const declaredGuards = declarations("codecommit-platform:index:BranchGuard", branchGuard);
export const declaredPrimaries = declarations("codecommit-platform:index:Primary", primary);
export const declaredReplicas = declarations("codecommit-platform:index:Replica", replica);
export const declaredTeams = declarations("codecommit-platform:index:Team", team, "is");
export const declaredTeamRoles = declarations("codecommit-platform:index:TeamRole", teamRole, "is");

/** Whose approvals the settings count, as members of a pool. What cannot be read declares nobody. */
export function declaredApprovers(resources: readonly StackResource[]): readonly string[] {
  return declarations(
    "codecommit-platform:index:ApprovalRules",
    approvalRules,
  )(resources).flatMap((found) =>
    "value" in found ? found.value.rules.flatMap(({ pool = [] }) => pool) : [],
  );
}

/** A declaration that cannot be read, as a finding. */
export function problemOf({
  problem: message,
  urn,
}: {
  readonly problem: string;
  readonly urn?: string;
}): Finding {
  return findingOn(message, urn);
}

/** The protections of a stack's guards, and of a policy's configuration. */
export function protectionsOf(
  resources: readonly StackResource[],
  configured: readonly Protection[],
): readonly Declaration<Protection>[] {
  return [...declaredGuards(resources), ...configured.map((value) => ({ value }))];
}

/** A policy's own protections: of repositories that no BranchGuard component declares. */
export const protectionsConfig = z
  .array(branchGuard.omit({ protection: true }))
  .default([])
  .transform((protections) =>
    protections.map((found, index) => ({ ...found, protection: `protections[${index}]` })),
  )
  .describe("Protected branches of repositories that no BranchGuard component declares.");

function declarations<T>(type: string, schema: z.ZodType<T>, verb = "protects") {
  return (resources: readonly StackResource[]): readonly Declaration<T>[] =>
    resources
      .filter((resource) => resource.type === type)
      .map(({ urn, name, props }) => {
        const { data, error } = schema.safeParse(props, { error: inWords });
        return error === undefined
          ? { urn, value: data }
          : { urn, problem: problem(`${name} ${verb}`, error) };
      });
}

function problem(what: string, error: z.ZodError): string {
  return (
    `What ${what} cannot be told from its outputs (${issues(error)}). ` +
    "Register outputs that are known at preview: plain values, not outputs of resources."
  );
}

/** Where zod would speak of symbols and undefined. */
function inWords({ input }: { readonly input?: unknown }): string | undefined {
  if (input === unknown) return "is not known before the update";
  return input === undefined ? "is missing" : undefined;
}

function issues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
