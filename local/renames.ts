import type { ResourceResult, StackResult } from "./engine";

const GROUP = "aws:iam/group:Group";

interface Group {
  readonly name: string;
  /** Its users; of a group without any, its policies. */
  readonly content: string;
}

/**
 * The groups, and so the teams, that a changed name replaces: a line each. Neither Pulumi nor the program takes the old
 * one for the new one: the members are the same, and the group is another.
 */
export function renameLines({ resources, dryRun }: StackResult): readonly string[] {
  const groups = resources.filter(({ type }) => type === GROUP);
  const before = groups
    .filter(({ operation }) => operation === "delete")
    .map((group) => groupOf(group, resources));
  const after = groups
    .filter(({ operation }) => operation === "create")
    .map((group) => groupOf(group, resources));
  const moved = before.flatMap(({ name, content }) => {
    const alike = after.filter((group) => group.content === content);
    // Of several with the same people nobody can tell which one it was.
    return content !== "" && alike.length === 1 ? [[name, alike[0].name] as const] : [];
  });
  const replaced = groups
    .filter(({ operation }) => operation === "replace")
    .flatMap(({ changes }) => changes.filter(({ path }) => path === "name"))
    .map(({ old, new: fresh }) => [String(old), String(fresh)] as const);
  const verb = dryRun ? "is" : "was";
  return [...moved, ...replaced].map(
    ([from, to]) =>
      `rename: group ${from} ${verb} replaced by ${to}, with its memberships and attachments. ` +
      `Policies of your own that name ${from} have to be changed by hand.`,
  );
}

function groupOf(group: ResourceResult, resources: readonly ResourceResult[]): Group {
  const name = String(group.inputs.name);
  const { operation } = group;
  const inputsOf = (type: string, isOfGroup: (inputs: ResourceResult["inputs"]) => boolean) =>
    resources
      .filter((resource) => resource.type === type && resource.operation === operation)
      .map(({ inputs }) => inputs)
      .filter(isOfGroup);
  const users = inputsOf(
    "aws:iam/userGroupMembership:UserGroupMembership",
    ({ groups }) => Array.isArray(groups) && groups.includes(name),
  ).map(({ user }) => String(user));
  const policies = inputsOf(
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    (inputs) => inputs.group === name,
  ).map(({ policyArn }) => String(policyArn));
  // People make a team what it is; one without any has nothing but its policies.
  return { name, content: (users.length > 0 ? users : policies).sort().join(" ") };
}
