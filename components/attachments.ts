import type * as pulumi from "@pulumi/pulumi";

/** ARNs of policies by a stable short name, which becomes part of the attachment's. */
export type PolicyArns = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * Attaches what denies, and after it what allows; they leave in reverse. So whoever gets both is never unguarded, not
 * even during an update.
 *
 * @returns everything a member has to wait for
 */
export function attachInOrder(
  denies: PolicyArns,
  allows: PolicyArns,
  attach: (suffix: string, policyArn: pulumi.Input<string>, dependsOn: pulumi.Resource[]) => pulumi.Resource,
): pulumi.Resource[] {
  const attachAll = (policies: PolicyArns, dependsOn: pulumi.Resource[]) =>
    Object.entries(policies).map(([suffix, policyArn]) => attach(suffix, policyArn, dependsOn));

  const guards = attachAll(denies, []);
  return [...guards, ...attachAll(allows, guards)];
}
