import type { Stack, StackResource } from "../../access/resources";

const repositoryType = "aws:codecommit/repository:Repository";

/** The name of the repository that `repositoryName` of a resource stands for; undefined when it cannot be told. */
export function physicalRepository(stack: Stack, from: StackResource): string | undefined {
  const [found, ...others] = stack.references(from, "repositoryName", repositoryType) ?? [];
  if (found === undefined || others.length > 0) return undefined;
  const name = "value" in found ? found.value : found.resource.props.repositoryName;
  return typeof name === "string" ? withRegion(from, name) : undefined;
}

/** Repositories of two regions may have one name. */
function withRegion({ props: { region } }: StackResource, name: string): string {
  return typeof region === "string" ? `${name} in ${region}` : name;
}
