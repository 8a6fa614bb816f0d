import type { ReplicaSettings } from "../schema";

/** Settings of a function that there is not would be believed to do something. */
export function fastPathProblems({
  fastPath,
  replication,
}: Pick<ReplicaSettings, "fastPath" | "replication">) {
  if (fastPath === undefined || replication.path === "auto") return [];
  return [
    `fastPath: there is none, because replication.path is "${replication.path}"; set replication.path to "auto", or leave fastPath out.`,
  ];
}
