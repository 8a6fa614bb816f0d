import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { optionalText, text, texts } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import { zeroId } from "./commandList";
import type { Gate } from "./gate";
import { git } from "./git";
import { branchInTheWay } from "./names";
import { pageOf } from "./pages";
import type { RefEvents } from "./refEvents";
import type { Repositories } from "./repositories";

/** @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_BatchGetRepositories.html */
const maxNames = 100;

/** @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListRepositories.html */
const listedAtOnce = 1000;

/** CodeCommit's API, as far as the program's tools use it. */
export class CodeCommitApi {
  private readonly repositories: Repositories;

  readonly operations: Readonly<Record<string, Operation>> = {
    GetRepository: async (input, caller) => {
      const repository = this.gate.allowed(caller, "GetRepository", text(input, "repositoryName"));
      return { repositoryMetadata: await this.metadata(repository) };
    },
    ListRepositories: (input, caller) => {
      this.gate.allowedInAccount(caller, "ListRepositories");
      const page = pageOf("ListRepositories", input, this.sorted(input, caller.region), listedAtOnce);
      const repositories = page.items.map(({ id, outputs }) => ({
        repositoryName: id,
        repositoryId: outputs.repositoryId,
      }));
      return Promise.resolve({ repositories, nextToken: page.nextToken });
    },
    BatchGetRepositories: async (input, caller) => {
      const names = texts(input, "repositoryNames");
      if (names.length > maxNames) {
        throw new AwsError("MaximumRepositoryNamesExceededException", `at most ${maxNames} names`);
      }
      const found = names.filter((name) => this.repositories.find(caller.region, name) !== undefined);
      const allowed = found.map((name) => this.gate.allowed(caller, "BatchGetRepositories", name));
      return {
        repositories: await Promise.all(allowed.map((repository) => this.metadata(repository))),
        repositoriesNotFound: names.filter((name) => !found.includes(name)),
      };
    },
    ListBranches: async (input, caller) => {
      const { region, id } = this.gate.allowed(caller, "ListBranches", text(input, "repositoryName"));
      const names = [...(await this.repositories.branches(region, id)).keys()];
      const { items, nextToken } = pageOf("ListBranches", input, names);
      return { branches: items, nextToken };
    },
    GetBranch: async (input, caller) => {
      const repository = this.gate.allowed(caller, "GetBranch", text(input, "repositoryName"));
      const branchName = text(input, "branchName");
      return { branch: { branchName, commitId: await this.gate.tip(repository, branchName) } };
    },
    UpdateDefaultBranch: async (input, caller) => {
      const { region, id } = this.gate.allowed(caller, "UpdateDefaultBranch", text(input, "repositoryName"));
      await this.repositories.setDefaultBranch(region, id, text(input, "defaultBranchName"));
      return {};
    },
    CreateBranch: (input, caller) => this.createBranch(input, caller),
    DeleteBranch: (input, caller) => this.deleteBranch(input, caller),
  };

  constructor(
    private readonly gate: Gate,
    private readonly events: RefEvents,
  ) {
    this.repositories = gate.repositories;
  }

  private async createBranch(input: Properties, caller: Caller): Promise<object> {
    const branchName = text(input, "branchName");
    const reference = `refs/heads/${branchName}`;
    const repository = this.gate.allowed(caller, "CreateBranch", text(input, "repositoryName"), reference);
    const { region, id } = repository;
    const commitId = text(input, "commitId");
    const directory = this.repositories.directory(region, id);
    const other = branchInTheWay(branchName, (await this.repositories.branches(region, id)).keys());
    if (other !== undefined) throw exists(branchName, other);
    await this.gate.checkCommit(repository, commitId);
    await git(directory, "update-ref", reference, commitId, zeroId).catch(() => {
      throw exists(branchName, "one that was made meanwhile");
    });
    this.events.emit(caller, repository, [{ old: zeroId, new: commitId, reference }]);
    return {};
  }

  private async deleteBranch(input: Properties, caller: Caller): Promise<object> {
    const branchName = text(input, "branchName");
    const reference = `refs/heads/${branchName}`;
    const repository = this.gate.allowed(caller, "DeleteBranch", text(input, "repositoryName"), reference);
    const { region, id } = repository;
    const old = (await this.repositories.branches(region, id)).get(branchName);
    // As AWS: deleting what is not there is no error, and answers nothing.
    if (old === undefined) return {};
    if ((await this.repositories.defaultBranch(region, id)) === branchName) {
      throw new AwsError(
        "DefaultBranchCannotBeDeletedException",
        `${branchName} is the default branch of ${id}`,
      );
    }
    const directory = this.repositories.directory(region, id);
    try {
      await git(directory, "update-ref", "-d", reference, old);
    } catch (error) {
      // The branch has moved or gone meanwhile: what is deleted is what is told.
      if ((await this.repositories.branches(region, id)).get(branchName) === old) throw error;
      return this.deleteBranch(input, caller);
    }
    this.events.emit(caller, repository, [{ old, new: zeroId, reference }]);
    return { deletedBranch: { branchName, commitId: old } };
  }

  private async metadata({ id, region, inputs, outputs }: StoredResource): Promise<object> {
    const defaultBranch = await this.repositories.defaultBranch(region, id);
    const { created, modified } = this.repositories.datesOf(region, id);
    return {
      repositoryName: id,
      repositoryId: outputs.repositoryId,
      accountId: text(outputs, "arn").split(":")[4],
      Arn: outputs.arn,
      cloneUrlHttp: outputs.cloneUrlHttp,
      cloneUrlSsh: outputs.cloneUrlSsh,
      repositoryDescription: optionalText(inputs, "description"),
      kmsKeyId: optionalText(inputs, "kmsKeyId"),
      defaultBranch,
      creationDate: created / 1000,
      lastModifiedDate: modified / 1000,
    };
  }

  /** By name and upwards, unless the input says otherwise. */
  private sorted(input: Properties, region: string): StoredResource[] {
    const modified = ({ id }: StoredResource) => this.repositories.datesOf(region, id).modified;
    const compare =
      optionalText(input, "sortBy") === "lastModifiedDate"
        ? (a: StoredResource, b: StoredResource) => modified(a) - modified(b)
        : (a: StoredResource, b: StoredResource) => (a.id < b.id ? -1 : 1);
    const upwards = this.repositories.list(region).sort(compare);
    return optionalText(input, "order") === "descending" ? upwards.reverse() : upwards;
  }
}

function exists(branchName: string, other: string): AwsError {
  const why = other === branchName ? "exists already" : `cannot stand beside the branch ${other}`;
  return new AwsError("BranchNameExistsException", `${branchName} ${why}`);
}
