import { ReplicationError, type ReplicationErrorCode } from "../replicationError";

/**
 * What a server means that gives up. "not our ref" and "repository corruption" are git's (upload-pack.c), the missing
 * objects JGit's and libgit2's: of a damaged repository the same pack would break off in the same place again.
 */
const meanings: readonly (readonly [RegExp, ReplicationErrorCode])[] = [
  [/not our ref/, "not-our-ref"],
  [
    /corrupt|missing (blob|tree|commit|tag|object|unknown)|bad object|unable to read [0-9a-f]{40}/i,
    "repository-corrupt",
  ],
];

/** @param details What else the server said: the last complaint in it tells more than how it gives up. */
export function serverError(how: string, text: string, details = ""): ReplicationError {
  const code = meanings.find(([words]) => words.test(text))?.[1] ?? "remote-error";
  const complaint = details.match(/^(fatal|error): .*$/gm)?.at(-1);
  const because = complaint === undefined ? "" : ` (${complaint.slice(0, 300)})`;
  const advice =
    code === "repository-corrupt"
      ? "; check it there with git fsck, and mend it from a clone that is whole"
      : "";
  return new ReplicationError(code, `${how}: ${text}${because}${advice}`);
}
