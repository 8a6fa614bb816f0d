import { EngineError, loadProject, stackNames } from "./engine";

/** A primary stack and the replicas that follow it. */
export interface Environment {
  readonly project: string;
  readonly primary: Stack;
  readonly replicas: readonly Stack[];
}

export interface Stack {
  readonly name: string;
  readonly region: string;
}

/**
 * Finds what belongs together in the stack files beside Pulumi.yaml.
 *
 * @param stack the name of the primary's stack
 * @throws EngineError when there is no such stack, or it is a replica
 */
export async function findEnvironment(directory: string, stack: string): Promise<Environment> {
  const { name: project, config } = await loadProject(directory, stack);
  const own = (settings: Readonly<Record<string, string>>, key: string) => settings[`${project}:${key}`];
  if (own(config, "role") === "replica") {
    const primary = primaryOf(own(config, "primary"));
    throw new EngineError(
      `stack '${stack}' is a replica of ${primary}: name ${primary}, and its replicas come along`,
    );
  }
  const others = (await stackNames(directory)).filter((name) => name !== stack);
  const projects = await Promise.all(
    others.map(async (name) => ({ name, config: (await loadProject(directory, name)).config })),
  );
  return {
    project,
    primary: { name: stack, region: config["aws:region"] },
    replicas: projects
      .filter(
        ({ config }) => own(config, "role") === "replica" && primaryOf(own(config, "primary")) === stack,
      )
      .map(({ name, config }) => ({ name, region: config["aws:region"] })),
  };
}

/** The primary's stack of a replica; undefined for what is no replica. */
export async function primaryStackOf(directory: string, stack: string): Promise<string | undefined> {
  const { name: project, config } = await loadProject(directory, stack);
  return config[`${project}:role`] === "replica" ? primaryOf(config[`${project}:primary`]) : undefined;
}

/** `organization/project/dev` and `dev` are the same stack here. */
function primaryOf(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}
