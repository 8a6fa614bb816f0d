import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { isObject, optionalText, text } from "../properties";
import type { Caller } from "./access";
import { zeroId } from "./commandList";
import type { Gate } from "./gate";
import { git, gitWith } from "./git";
import { commitTree, moveBranch } from "./merge";
import type { RefEvents } from "./refEvents";

/** A file that a commit puts or, without content, deletes. */
interface FileChange {
  readonly path: string;
  /** NORMAL, EXECUTABLE or SYMLINK. */
  readonly fileMode: string;
  readonly content?: Buffer;
}

interface Committed {
  readonly commitId: string;
  readonly treeId: string;
  /** What became of each file: its blob, and for a deleted one the blob it had. */
  readonly files: readonly {
    readonly path: string;
    readonly blobId: string;
    readonly fileMode: string;
    readonly kind: Kind;
  }[];
}

type Kind = "filesAdded" | "filesUpdated" | "filesDeleted";

/** CodeCommit's limits. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const most = { files: 100, bytes: 6 * 1024 * 1024 };

const modes: Readonly<Record<string, string>> = { NORMAL: "100644", EXECUTABLE: "100755", SYMLINK: "120000" };

/** Commits made through the API, without a clone: they move a branch as a push does. */
export class CommitApi {
  readonly operations: Readonly<Record<string, Operation>> = {
    CreateCommit: async (input, caller) => {
      if (input.setFileModes !== undefined) {
        throw new AwsError("InvalidFileModeException", "The local cloud sets no modes of files that stay");
      }
      const changes = [
        ...objects(input.putFiles).map(putFile),
        ...objects(input.deleteFiles).map((entry) => ({ path: text(entry, "filePath"), fileMode: "NORMAL" })),
      ];
      const author = optionalText(input, "authorName");
      const { commitId, treeId, files } = await this.commit("CreateCommit", input, caller, changes, author);
      const of = (kind: Kind) =>
        files
          .filter((file) => file.kind === kind)
          .map(({ path, blobId, fileMode }) => ({ absolutePath: path, blobId, fileMode }));
      return {
        commitId,
        treeId,
        filesAdded: of("filesAdded"),
        filesUpdated: of("filesUpdated"),
        filesDeleted: of("filesDeleted"),
      };
    },
    PutFile: async (input, caller) => {
      const changes = [putFile(input)];
      const author = optionalText(input, "name");
      const { commitId, treeId, files } = await this.commit("PutFile", input, caller, changes, author);
      return { commitId, treeId, blobId: files[0]?.blobId };
    },
    DeleteFile: async (input, caller) => {
      const path = text(input, "filePath");
      const changes = [{ path, fileMode: "NORMAL" }];
      const author = optionalText(input, "name");
      const { commitId, treeId, files } = await this.commit("DeleteFile", input, caller, changes, author);
      return { commitId, treeId, blobId: files[0]?.blobId, filePath: path };
    },
  };

  constructor(
    private readonly gate: Gate,
    private readonly events: RefEvents,
  ) {}

  private async commit(
    operation: string,
    input: Properties,
    caller: Caller,
    changes: readonly FileChange[],
    author: string | undefined,
  ): Promise<Committed> {
    const branch = text(input, "branchName");
    const reference = `refs/heads/${branch}`;
    const repository = this.gate.allowedToWrite(caller, operation, text(input, "repositoryName"), reference);
    if (changes.length === 0) throw new AwsError("FileEntryRequiredException", "A commit changes a file");
    if (changes.length > most.files) {
      throw new AwsError("MaximumFileEntriesExceededException", `at most ${most.files} files`);
    }
    const directory = this.gate.directory(repository);
    const { region, id } = repository;
    const branches = await this.gate.repositories.branches(region, id);
    const parent = branches.get(branch);
    const given = optionalText(input, "parentCommitId");
    if (parent === undefined && branches.size > 0) {
      throw new AwsError("BranchDoesNotExistException", `${branch} does not exist in ${id}`);
    }
    if (parent !== undefined && given === undefined) {
      throw new AwsError("ParentCommitIdRequiredException", `${branch} has commits already`);
    }
    if (given !== parent) {
      throw new AwsError("ParentCommitIdOutdatedException", `${branch} is at ${parent ?? "no commit"}`);
    }
    const { treeId, files } = await this.write(directory, parent, changes);
    if (parent !== undefined && (await git(directory, "rev-parse", `${parent}^{tree}`)) === treeId) {
      if (operation === "PutFile") throw new AwsError("SameFileContentException", "The file is so already");
      throw new AwsError("NoChangeException", "The commit changes nothing");
    }
    const message = {
      name: author ?? caller.identity.name,
      email: optionalText(input, "email") ?? "",
      text: optionalText(input, "commitMessage") ?? `Change ${changes.map(({ path }) => path).join(", ")}`,
    };
    const commitId = await commitTree(directory, treeId, parent === undefined ? [] : [parent], message);
    await moveBranch(directory, reference, commitId, parent ?? zeroId);
    if (branches.size === 0) await git(directory, "symbolic-ref", "HEAD", reference);
    this.events.emit(caller, repository, [{ old: parent ?? zeroId, new: commitId, reference }]);
    return { commitId, treeId, files };
  }

  /** Writes the tree that the changes make of the parent's, in an index of its own. */
  private async write(
    directory: string,
    parent: string | undefined,
    changes: readonly FileChange[],
  ): Promise<Pick<Committed, "treeId" | "files">> {
    const index = join(directory, `index-${randomUUID()}`);
    const env = { GIT_INDEX_FILE: index };
    const run = (...args: string[]) => gitWith(directory, { env }, ...args);
    try {
      await run("read-tree", parent ?? "--empty");
      const files: Committed["files"][number][] = [];
      for (const { path, fileMode, content } of changes) {
        const old =
          parent && (await run("rev-parse", "--verify", "--quiet", `${parent}:${path}`).catch(() => ""));
        if (content === undefined) {
          if (!old) throw new AwsError("FileDoesNotExistException", `${path} does not exist`);
          // Mode 0 takes an entry away; --force-remove would want a work tree.
          const input = Buffer.from(`0 ${zeroId}\t${path}\0`);
          await gitWith(directory, { env, input }, "update-index", "-z", "--index-info");
          files.push({ path, blobId: old, fileMode, kind: "filesDeleted" });
          continue;
        }
        const blobId = await gitWith(directory, { input: content }, "hash-object", "-w", "--stdin");
        await run("update-index", "--add", "--cacheinfo", `${modes[fileMode]},${blobId},${path}`).catch(
          () => {
            throw new AwsError(
              "InvalidPathException",
              `${path} is no path of a file, or a folder has its name`,
            );
          },
        );
        files.push({ path, blobId, fileMode, kind: old ? "filesUpdated" : "filesAdded" });
      }
      return { treeId: await run("write-tree"), files };
    } finally {
      await rm(index, { force: true });
    }
  }
}

function putFile(entry: Properties): FileChange {
  const path = text(entry, "filePath");
  if (entry.sourceFile !== undefined) {
    throw new AwsError("RestrictedSourceFileException", "The local cloud copies no files from other commits");
  }
  const content = Buffer.from(optionalText(entry, "fileContent") ?? "", "base64");
  if (content.length > most.bytes) {
    throw new AwsError("FileContentSizeLimitExceededException", `${path} is larger than 6 MB`);
  }
  const fileMode = optionalText(entry, "fileMode") ?? "NORMAL";
  if (!Object.hasOwn(modes, fileMode)) {
    throw new AwsError("InvalidFileModeException", `${fileMode} is no mode`);
  }
  return { path, fileMode, content };
}

function objects(value: unknown): Properties[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}
