import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { optionalText, text, texts } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import { zeroId } from "./commandList";
import type { Gate } from "./gate";
import { git } from "./git";
import type { RefEvents } from "./refEvents";
import type { Repositories } from "./repositories";

/** CodeCommit's API, as far as the program's tools use it. */
export class CodeCommitApi {
  private readonly repositories: Repositories;

  readonly operations: Readonly<Record<string, Operation>> = {
    GetRepository: async (input, caller) => {
      const repository = this.gate.allowed(caller, "GetRepository", text(input, "repositoryName"));
      return { repositoryMetadata: await this.metadata(repository) };
    },
    ListRepositories: (_input, caller) => {
      this.gate.allowedInAccount(caller, "ListRepositories");
      const repositories = this.repositories.list(caller.region).map(({ id, outputs }) => ({
        repositoryName: id,
        repositoryId: outputs.repositoryId,
      }));
      return Promise.resolve({ repositories });
    },
    BatchGetRepositories: async (input, caller) => {
      const names = texts(input, "repositoryNames");
      const found = names.filter((name) => this.repositories.find(caller.region, name) !== undefined);
      const allowed = found.map((name) => this.gate.allowed(caller, "BatchGetRepositories", name));
      return {
        repositories: await Promise.all(allowed.map((repository) => this.metadata(repository))),
        repositoriesNotFound: names.filter((name) => !found.includes(name)),
      };
    },
    ListBranches: async (input, caller) => {
      const { region, id } = this.gate.allowed(caller, "ListBranches", text(input, "repositoryName"));
      return { branches: [...(await this.repositories.branches(region, id)).keys()] };
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
    const reference = `refs/heads/${text(input, "branchName")}`;
    const repository = this.gate.allowed(caller, "CreateBranch", text(input, "repositoryName"), reference);
    const { region, id } = repository;
    const commitId = text(input, "commitId");
    const directory = this.repositories.directory(region, id);
    await git(directory, "check-ref-format", reference).catch(() => {
      throw new AwsError("InvalidBranchNameException", `${reference.slice(11)} is not a branch name`);
    });
    if ((await this.repositories.branches(region, id)).has(reference.slice(11))) {
      throw new AwsError("BranchNameExistsException", `${reference.slice(11)} exists already`);
    }
    await this.gate.checkCommit(repository, commitId);
    await git(directory, "update-ref", reference, commitId, zeroId);
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
    await git(this.repositories.directory(region, id), "update-ref", "-d", reference, old);
    this.events.emit(caller, repository, [{ old, new: zeroId, reference }]);
    return { deletedBranch: { branchName, commitId: old } };
  }

  private async metadata({ id, region, inputs, outputs }: StoredResource): Promise<object> {
    const defaultBranch = await this.repositories.defaultBranch(region, id);
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
    };
  }
}
