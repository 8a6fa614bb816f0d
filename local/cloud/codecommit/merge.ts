import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { optionalText } from "../properties";
import type { Caller } from "./access";
import { git, gitWith } from "./git";
import type { MergeFacts } from "./refEvents";

/** Who made a commit, and what it says. */
export interface Message {
  readonly name: string;
  readonly email: string;
  readonly text: string;
}

/**
 * Merges `source` into `destination`, both commit ids, by git's own plumbing.
 *
 * @returns The commit that the branch moves to, which for a fast-forward is `source`, and what tells of it.
 * @throws {AwsError} ManualMergeRequiredException when both have changed the same, and for a fast-forward when
 *   `destination` is no ancestor of `source`.
 */
export async function merge(
  directory: string,
  mergeOption: MergeFacts["mergeOption"],
  source: string,
  destination: string,
  message: Message,
): Promise<{ readonly commitId: string; readonly merge: MergeFacts }> {
  const base = await git(directory, "merge-base", destination, source).catch(() => undefined);
  const merge = {
    mergeOption,
    ...(base !== undefined && { baseCommitId: base }),
    sourceCommitId: source,
    destinationCommitId: destination,
  };
  if (mergeOption === "FAST_FORWARD_MERGE") {
    if (base !== destination) throw manual("the destination has commits that the source does not have");
    return { commitId: source, merge };
  }
  const tree = await git(directory, "merge-tree", "--write-tree", "--name-only", destination, source).catch(
    () => {
      throw manual("the same lines were changed on both sides");
    },
  );
  const parents = mergeOption === "SQUASH_MERGE" ? [destination] : [destination, source];
  return { commitId: await commitTree(directory, tree, parents, message), merge };
}

/**
 * The message of a commit by what a request says of it.
 *
 * Of an author's name git keeps no control characters, "<" and ">", and no punctuation at its ends; CodeCommit has no
 * error for them. A name of which nothing stays is the caller's.
 *
 * @throws {AwsError} ValidationException for a text with a NUL character, which git has in no message.
 * @see https://git-scm.com/docs/git-commit-tree#_commit_information
 */
export function messageOf(
  input: Properties,
  name: string | undefined,
  { identity }: Caller,
  usual: string,
): Message {
  // eslint-disable-next-line no-control-regex
  const kept = (name ?? "").replace(/[\x00-\x1f<>]/g, "").replace(/^[\s.,:;"\\']+|[\s.,:;"\\']+$/g, "");
  const text = optionalText(input, "commitMessage") ?? "";
  if (text.includes("\0")) {
    throw new AwsError("ValidationException", '"commitMessage": it has a NUL character');
  }
  return {
    name: kept === "" ? identity.name : kept,
    email: optionalText(input, "email") ?? "",
    text: text === "" ? usual : text,
  };
}

/** Makes a commit of a tree; no branch moves. @returns Its id. */
export function commitTree(
  directory: string,
  tree: string,
  parents: readonly string[],
  { name, email, text }: Message,
): Promise<string> {
  const env = Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((who) => [
      [`GIT_${who}_NAME`, name],
      [`GIT_${who}_EMAIL`, email],
    ]),
  );
  const options = parents.flatMap((parent) => ["-p", parent]);
  return gitWith(directory, { env, input: Buffer.from(`${text}\n`) }, "commit-tree", tree, ...options);
}

/**
 * Moves a branch, if nobody else has meanwhile.
 *
 * @param code Of the error, for operations that have another one for it.
 * @throws {AwsError}
 */
export async function moveBranch(
  directory: string,
  reference: string,
  to: string,
  from: string,
  code = "ConcurrentReferenceUpdateException",
): Promise<void> {
  await git(directory, "update-ref", reference, to, from).catch(() => {
    throw new AwsError(code, `${reference} has moved meanwhile`);
  });
}

function manual(reason: string): AwsError {
  return new AwsError("ManualMergeRequiredException", `It cannot be merged automatically: ${reason}`);
}
