import { EngineError } from "../errors";
import type { Goal } from "../goal";
import type { Values } from "../values";
import type { Host } from "./host";
import { expandImage } from "./image";
import { expandRepository } from "./repository";
import { expandVpc } from "./vpc";

type Expansion = (urn: string, goal: Goal, host: Host) => Promise<Values>;

/** The components of awsx 3.9 that are expanded here, after its sources (github.com/pulumi/pulumi-awsx). */
const EXPANSIONS: Readonly<Record<string, Expansion>> = {
  "awsx:ecr:Repository": expandRepository,
  "awsx:ecr:Image": expandImage,
  "awsx:ec2:Vpc": expandVpc,
};

/**
 * Registers the children of a remote component, as its provider would, and answers its outputs.
 *
 * @throws EngineError for a component or an argument that is not known here
 */
export async function expandRemote(urn: string, goal: Goal, host: Host): Promise<Values> {
  const expand = EXPANSIONS[goal.type];
  if (expand === undefined) {
    throw new EngineError(
      `unknown remote component ${goal.type} (${urn}): nothing here expands it. Add it to local/engine/awsx.`,
    );
  }
  return expand(urn, goal, host);
}
