import { startCodeCommitApi } from "./codeCommitApi";
import type { GitRepository } from "./git";
import { GitServer } from "./gitServer";

/** CodeCommit in two regions, as the worker finds it, with a repository and its copy. */
export interface WorkerWorld {
  readonly servers: { readonly source: GitServer; readonly target: GitServer };
  readonly source: GitRepository;
  readonly target: GitRepository;
  /** For any task, without what it is to do. */
  readonly environment: Record<string, string>;
  /** Another repository and its copy. */
  readonly add: (name: string) => Promise<{ readonly source: GitRepository; readonly target: GitRepository }>;
}

/** A line of the worker's log. */
export interface Line extends Record<string, unknown> {
  readonly event?: string;
}

export function linesOf(stdout: string): Line[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

export async function workerWorld(context: Mocha.Context): Promise<WorkerWorld> {
  const servers = {
    source: await GitServer.start(context, { codeCommit: true }),
    target: await GitServer.start(context, { codeCommit: true }),
  };
  const repositories = { source: new Map<string, GitRepository>(), target: new Map<string, GitRepository>() };
  const add: WorkerWorld["add"] = async (name) => {
    const source = await servers.source.repository(`v1/repos/${name}`, { bare: false });
    const target = await servers.target.repository(`v1/repos/${name}`, { bare: true });
    repositories.source.set(name, source);
    repositories.target.set(name, target);
    return { source, target };
  };
  const api = (side: "source" | "target"): ReturnType<typeof startCodeCommitApi> =>
    startCodeCommitApi(context, (name) => repositories[side].get(name));
  const apis = { source: await api("source"), target: await api("target") };
  const environment = {
    SOURCE_REGION: "eu-central-1",
    TARGET_REGION: "eu-west-1",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${apis.source.url}/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "task-token",
    CODECOMMIT_ENDPOINTS: JSON.stringify({
      "eu-central-1": { git: servers.source.origin, api: apis.source.url },
      "eu-west-1": { git: servers.target.origin, api: apis.target.url },
    }),
  };
  return { servers, ...(await add("payments-api")), environment, add };
}
