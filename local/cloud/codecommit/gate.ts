import { AwsError } from "../awsError";
import type { StoredResource } from "../store/records";
import type { Caller, Refusal, RepositoryAccess } from "./access";
import { git } from "./git";
import { refNameProblem } from "./names";
import type { Repositories } from "./repositories";

/** Lets callers of the API through to repositories, as far as they may. */
export class Gate {
  constructor(
    readonly repositories: Repositories,
    private readonly access: RepositoryAccess,
  ) {}

  /**
   * The repository, when the caller may do that to it.
   *
   * @param operation For example "CreateBranch".
   * @param reference The full name of the ref that moves, for the operations with codecommit:References.
   * @throws {AwsError} RepositoryDoesNotExistException or AccessDeniedException.
   */
  allowed(caller: Caller, operation: string, name: string, reference?: string): StoredResource {
    const repository = this.repositories.get(caller.region, name);
    permit(this.access.refusal(caller, `codecommit:${operation}`, repository, reference));
    return repository;
  }

  /** As `allowed`, for operations that write to the repository, and so need its key. */
  allowedToWrite(caller: Caller, operation: string, name: string, reference: string): StoredResource {
    const repository = this.allowed(caller, operation, name, reference);
    const refusal = this.access.keyRefusal(caller, repository, true);
    if (refusal !== undefined) throw new AwsError("EncryptionKeyAccessDeniedException", refusal.message);
    return repository;
  }

  /** What ListRepositories and its like need: the account, not one repository. */
  allowedInAccount(caller: Caller, operation: string): void {
    permit(this.access.accountRefusal(caller, `codecommit:${operation}`));
  }

  /** The bare repository on disk. */
  directory({ region, id }: StoredResource): string {
    return this.repositories.directory(region, id);
  }

  /** @throws {AwsError} BranchDoesNotExistException. */
  async tip(repository: StoredResource, branch: string): Promise<string> {
    const { region, id } = repository;
    const tip = (await this.repositories.branches(region, id)).get(branch);
    if (tip !== undefined) return tip;
    throw new AwsError("BranchDoesNotExistException", `${branch} does not exist in ${id}`);
  }

  /**
   * The commit of a branch or a tag, by its short or its whole name, of HEAD, or of its own id.
   *
   * @throws {AwsError} CommitDoesNotExistException.
   */
  async commitOf(repository: StoredResource, specifier: string): Promise<string> {
    const directory = this.directory(repository);
    const { region, id } = repository;
    const usual = specifier === "HEAD" ? await this.repositories.defaultBranch(region, id) : undefined;
    const name = usual === undefined ? specifier : `refs/heads/${usual}`;
    for (const reference of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
      // Anything else would be an expression to rev-parse, such as "main~1", which is nobody's name.
      if (refNameProblem(reference.replace(/^refs\/(heads|tags)\//, "")) !== undefined) continue;
      if (!reference.startsWith("refs/")) continue;
      const found = await git(directory, "rev-parse", "--verify", "--quiet", `${reference}^{commit}`).catch(
        () => "",
      );
      if (found !== "") return found;
    }
    if (/^[0-9a-f]{40}$/.test(specifier)) await this.checkCommit(repository, specifier);
    else throw new AwsError("CommitDoesNotExistException", `${specifier} names no commit of ${id}`);
    return specifier;
  }

  /** Whether there is a tag of that name. */
  async hasTag(repository: StoredResource, name: string): Promise<boolean> {
    return git(this.directory(repository), "show-ref", "--verify", "--quiet", `refs/tags/${name}`).then(
      () => true,
      () => false,
    );
  }

  /** @throws {AwsError} CommitDoesNotExistException. */
  async checkCommit(repository: StoredResource, commitId: string): Promise<void> {
    await git(this.directory(repository), "cat-file", "-e", `${commitId}^{commit}`).catch(() => {
      throw new AwsError("CommitDoesNotExistException", `${commitId} does not exist in ${repository.id}`);
    });
  }
}

function permit(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new AwsError("AccessDeniedException", refusal.message);
}
