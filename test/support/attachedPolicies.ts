import type { StackResult } from "../../local/engine";
import { awsManagedPolicy } from "../../policy-pack/access/awsManagedPolicies";
import { type AttachedPolicy, evaluate } from "../../policy-pack/access/evaluate";
import { parsePolicy } from "../../policy-pack/access/policy";
import { ofType } from "./previews";

const kinds = {
  group: { type: "aws:iam/group:Group", attachment: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment" },
  role: { type: "aws:iam/role:Role", attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment" },
} as const;

/** The managed policies that a stack attaches to a group or a role, by the holder's physical name. */
export function attachedPolicies(
  stack: StackResult,
  kind: keyof typeof kinds,
  holderName: string,
): AttachedPolicy[] {
  const { type, attachment } = kinds[kind];
  const holder = [...ofType(stack, type).values()].find(({ inputs }) => inputs.name === holderName);
  if (holder === undefined) {
    throw new Error(`The stack has no ${kind} ${holderName}.`);
  }
  const path = `${kind} ${holderName}`;
  const own = [...ofType(stack, "aws:iam/policy:Policy").values()];
  return [...ofType(stack, attachment).values()]
    .filter(({ dependencies }) => dependencies.includes(holder.urn))
    .flatMap(({ inputs: { policyArn }, dependencies }) => {
      const managed = typeof policyArn === "string" ? awsManagedPolicy(policyArn) : undefined;
      return [
        ...(managed === undefined ? [] : [{ name: String(policyArn), path, policy: managed }]),
        ...own
          .filter(({ urn }) => dependencies.includes(urn))
          .map(({ name, inputs }) => ({
            name,
            path,
            policy: parsePolicy(String(inputs.policy)),
          })),
      ];
    });
}

/** Whether the policies allow an action of CodeCommit, `GitPush`, on a repository. */
export function allows(
  policies: readonly AttachedPolicy[],
  action: string,
  repositoryArn: string,
  reference?: string,
): boolean {
  const context = {
    "codecommit:References": reference ?? [],
    // Somebody who signed in as asked.
    "aws:MultiFactorAuthPresent": "true",
  };
  return (
    evaluate({ action: `codecommit:${action}`, resource: repositoryArn, context }, policies).effect ===
    "allow"
  );
}
