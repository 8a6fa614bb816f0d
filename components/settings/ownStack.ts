import * as pulumi from "@pulumi/pulumi";

/**
 * What this stack exported under a name when it was last updated; undefined before its first update. The engine answers
 * with the state before this run, and a failed update takes nothing out of it (Pulumi 3.248, step_executor.go).
 */
export async function ownOutput(name: string): Promise<unknown> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const details = await new pulumi.StackReference(stack).getOutputDetails(name);
  return details.value;
}
