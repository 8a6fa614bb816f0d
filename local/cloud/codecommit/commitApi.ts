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
import { commitTree, messageOf, moveBranch } from "./merge";
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

/** CodeCommit's limit. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const maxFiles = 100;

const modes: Readonly<Record<string, string>> = { NORMAL: "100644", EXECUTABLE: "100755", SYMLINK: "120000" };

/** Commits made through the API, without a clone: they move a branch as a push does. */
export class CommitApi {
  readonly operations: Readonly<Record<string, Operation>> = {
    CreateCommit: async (input, caller) => {
      if (input.setFileModes !== undefined) {
        throw new AwsError("InvalidFileModeException", "The local cloud sets no modes of files that stay");
      }
      // Deletions first: what takes the place of a deleted file may be a folder of its name.
      const changes = [
        ...objects(input.deleteFiles).map((entry) => ({ path: text(entry, "filePath"), fileMode: "NORMAL" })),
        ...objects(input.putFiles).map(putEntry),
      ];
      refuseOverlaps(changes);
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
    if (changes.length > maxFiles) {
      throw new AwsError("MaximumFileEntriesExceededException", `at most ${maxFiles} files`);
    }
    const directory = this.gate.directory(repository);
    const { region, id } = repository;
    const branches = await this.gate.repositories.branches(region, id);
    const parent = branches.get(branch);
    const given = optionalText(input, "parentCommitId");
    if (parent === undefined && branches.size > 0) {
      if (await this.gate.hasTag(repository, branch)) {
        throw new AwsError("BranchNameIsTagNameException", `${branch} is a tag of ${id}`);
      }
      throw new AwsError("BranchDoesNotExistException", `${branch} does not exist in ${id}`);
    }
    if (parent !== undefined && given === undefined) {
      throw new AwsError("ParentCommitIdRequiredException", `${branch} has commits already`);
    }
    if (given !== undefined && given !== parent) {
      await this.gate.checkCommit(repository, given).catch(() => {
        throw new AwsError("ParentCommitDoesNotExistException", `${given} does not exist in ${id}`);
      });
      throw new AwsError("ParentCommitIdOutdatedException", `${branch} is at ${parent ?? "no commit"}`);
    }
    const { treeId, files } = await this.write(directory, parent, changes);
    if (parent !== undefined && (await git(directory, "rev-parse", `${parent}^{tree}`)) === treeId) {
      if (operation === "PutFile") throw new AwsError("SameFileContentException", "The file is so already");
      throw new AwsError("NoChangeException", "The commit changes nothing");
    }
    const usual = `Change ${changes.map(({ path }) => path).join(", ")}`;
    const message = messageOf(input, author, caller, usual);
    const commitId = await commitTree(directory, treeId, parent === undefined ? [] : [parent], message);
    await moveBranch(directory, reference, commitId, parent ?? zeroId, "ParentCommitIdOutdatedException");
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
        const old = parent === undefined ? undefined : await fileIn(directory, parent, path);
        if (content === undefined) {
          if (old === undefined) throw new AwsError("FileDoesNotExistException", `${path} does not exist`);
          // Mode 0 takes an entry away; --force-remove would want a work tree.
          const input = Buffer.from(`0 ${zeroId}\t${path}\0`);
          await gitWith(directory, { env, input }, "update-index", "-z", "--index-info");
          files.push({ path, blobId: old, fileMode, kind: "filesDeleted" });
          continue;
        }
        const blobId = await gitWith(directory, { input: content }, "hash-object", "-w", "--stdin");
        await run("update-index", "--add", "--cacheinfo", `${modes[fileMode]},${blobId},${path}`).catch(
          async () => {
            const paths = (await run("ls-files", "-z")).split("\0");
            throw conflictAt(path, paths);
          },
        );
        files.push({ path, blobId, fileMode, kind: old === undefined ? "filesAdded" : "filesUpdated" });
      }
      return { treeId: await run("write-tree"), files };
    } finally {
      await rm(index, { force: true });
    }
  }
}

/** What PutFile takes: bytes, and some. */
function putFile(entry: Properties): FileChange {
  return {
    path: text(entry, "filePath"),
    fileMode: optionalText(entry, "fileMode") ?? "NORMAL",
    content: Buffer.from(text(entry, "fileContent"), "base64"),
  };
}

/** What CreateCommit takes: bytes, or a file of another commit. */
function putEntry(entry: Properties): FileChange {
  const path = text(entry, "filePath");
  if (entry.sourceFile !== undefined && entry.fileContent !== undefined) {
    throw new AwsError("FileContentAndSourceFileSpecifiedException", `${path} has both`);
  }
  if (entry.sourceFile !== undefined) {
    throw new AwsError("RestrictedSourceFileException", "The local cloud copies no files from other commits");
  }
  if (entry.fileContent === undefined) {
    throw new AwsError("SourceFileOrContentRequiredException", `${path} has neither`);
  }
  return putFile(entry);
}

/** @throws {AwsError} SamePathRequestException; PutFileEntryConflictException for a file in what is a file, too. */
function refuseOverlaps(changes: readonly FileChange[]): void {
  const paths = new Set<string>();
  for (const { path } of changes) {
    if (paths.has(path)) throw new AwsError("SamePathRequestException", `${path} is there twice`);
    paths.add(path);
  }
  const put = changes.filter(({ content }) => content !== undefined).map(({ path }) => path);
  for (const path of put) {
    const below = put.find((other) => other.startsWith(`${path}/`));
    if (below === undefined) continue;
    throw new AwsError("PutFileEntryConflictException", `${path} is a file, and a folder of ${below}`);
  }
}

/** The blob at a path of a commit; undefined when no file is there. */
async function fileIn(directory: string, commit: string, path: string): Promise<string | undefined> {
  const env = { GIT_LITERAL_PATHSPECS: "1" };
  const entry = await gitWith(directory, { env }, "ls-tree", "-z", "--full-tree", commit, "--", path);
  return /^\d+ blob ([0-9a-f]{40})\t/.exec(entry)?.[1];
}

/** Why git's index takes no file at a path, beside the paths that it has. */
function conflictAt(path: string, paths: readonly string[]): AwsError {
  if (paths.some((other) => other.startsWith(`${path}/`))) {
    return new AwsError("FileNameConflictsWithDirectoryNameException", `${path} is a folder`);
  }
  const file = paths.find((other) => path.startsWith(`${other}/`));
  if (file !== undefined) {
    return new AwsError("DirectoryNameConflictsWithFileNameException", `${file} is a file, and no folder`);
  }
  return new AwsError("InvalidPathException", `${path}: git takes no such path`);
}

function objects(value: unknown): Properties[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}
