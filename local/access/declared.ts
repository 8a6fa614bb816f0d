import { z } from "zod";
import { physicalName, type StackResource } from "../../policy-pack/access/resources";
import { EngineError } from "../engine";

/** A repository whose access is asked for. */
export interface Repository {
  readonly name: string;
  readonly arn: string;
  /** As the program sets it, "refs/heads/main"; absent when the first push decides. */
  readonly defaultBranch?: string;
  /** The references that branch guards protect, patterns among them. */
  readonly protected: readonly string[];
}

export interface Declared {
  readonly repositories: readonly Repository[];
  /** The role that writes the copies; absent in a primary. */
  readonly writer?: string;
}

const arns = z.array(z.string());
const primary = z.object({ repositories: arns });
const replica = z.object({ copies: arns, writer: z.string() });
const guard = z.object({ repositories: arns, references: z.array(z.string()) });

/**
 * What the components of a stack declare by their outputs.
 *
 * @throws EngineError when it has no repositories, or does not tell which
 */
export function declaredBy(stack: string, resources: readonly StackResource[]): Declared {
  const components = <T>(type: string, schema: z.ZodType<T>): readonly T[] =>
    resources
      .filter((resource) => resource.type === `codecommit-platform:index:${type}`)
      .map(({ name, props }) => read(schema, props, name));
  const guards = components("BranchGuard", guard);
  const [copies] = components("Replica", replica);
  const found = copies?.copies ?? components("Primary", primary).flatMap(({ repositories }) => repositories);
  if (found.length === 0) {
    throw new EngineError(`stack '${stack}' has no repositories`);
  }
  const repositories = found.map((arn): Repository => {
    const branch = copies === undefined ? defaultBranchOf(nameOf(arn), resources) : undefined;
    const references = guards
      .filter((declared) => declared.repositories.includes(arn))
      .flatMap((declared) => declared.references);
    return {
      name: nameOf(arn),
      arn,
      ...(branch === undefined ? {} : { defaultBranch: branch }),
      protected: [...new Set(references)],
    };
  });
  repositories.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { repositories, ...(copies === undefined ? {} : { writer: copies.writer }) };
}

const nameOf = (arn: string): string => arn.split(":").slice(5).join(":");

function read<T>(schema: z.ZodType<T>, props: unknown, name: string): T {
  const { data, error } = schema.safeParse(props);
  if (error) {
    throw new EngineError(`what ${name} declares is not known before an update`);
  }
  return data;
}

function defaultBranchOf(name: string, resources: readonly StackResource[]): string | undefined {
  const found = resources.find(
    (resource) =>
      resource.type === "aws:codecommit/repository:Repository" &&
      (resource.props.repositoryName ?? physicalName(resource)) === name,
  );
  const branch = found?.props.defaultBranch;
  return typeof branch === "string" ? `refs/heads/${branch}` : undefined;
}
