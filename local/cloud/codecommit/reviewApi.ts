import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { isObject, optionalText, text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import type { Gate } from "./gate";
import { describePullRequest } from "./describePullRequest";
import { checkOpen, type PullRequest } from "./pullRequest";
import type { PullRequests } from "./pullRequests";

/** Pull requests, from their creation to their closing: what is neither approval nor merge. */
export class ReviewApi {
  readonly operations: Readonly<Record<string, Operation>> = {
    CreatePullRequest: (input, caller) => this.create(input, caller),
    GetPullRequest: async (input, caller) => {
      const found = this.pullRequests.allowed(caller, "GetPullRequest", text(input, "pullRequestId"));
      return { pullRequest: await describePullRequest(found, this.directory(found)) };
    },
    ListPullRequests: (input, caller) => {
      const repository = this.gate.allowed(caller, "ListPullRequests", text(input, "repositoryName"));
      const [author, status] = [optionalText(input, "authorArn"), optionalText(input, "pullRequestStatus")];
      const pullRequestIds = this.pullRequests
        .ofRepository(repository)
        .filter((one) => author === undefined || one.author === author)
        .filter(({ open }) => status === undefined || (status === "OPEN") === open)
        .map(({ id }) => id);
      return Promise.resolve({ pullRequestIds });
    },
    UpdatePullRequestStatus: async (input, caller) => {
      const found = this.pullRequests.allowed(
        caller,
        "UpdatePullRequestStatus",
        text(input, "pullRequestId"),
      );
      const status = text(input, "pullRequestStatus");
      if (status !== "OPEN" && status !== "CLOSED") {
        throw new AwsError("InvalidPullRequestStatusException", `${status}: OPEN or CLOSED`);
      }
      // What is closed stays closed.
      if (status === "OPEN") {
        throw new AwsError("InvalidPullRequestStatusUpdateException", "The status can only become CLOSED");
      }
      checkOpen(found);
      const closed = this.pullRequests.change(caller, found, { open: false }, "pullRequestStatusChanged");
      return { pullRequest: await describePullRequest(closed, this.directory(closed)) };
    },
  };

  constructor(
    private readonly gate: Gate,
    private readonly pullRequests: PullRequests,
  ) {}

  private async create(input: Properties, caller: Caller): Promise<object> {
    const targets = Array.isArray(input.targets) ? (input.targets as unknown[]) : [];
    const [target, ...others] = targets;
    if (!isObject(target)) throw new AwsError("TargetsRequiredException", "A pull request has a target");
    if (others.length > 0) throw new AwsError("InvalidTargetsException", "A pull request has one target");
    const repository = this.gate.allowed(caller, "CreatePullRequest", text(target, "repositoryName"));
    const title = optionalText(input, "title") ?? "";
    if (title === "") throw new AwsError("TitleRequiredException", "A pull request has a title");
    if (title.length > 150) throw new AwsError("InvalidTitleException", "more than 150 characters");
    const description = optionalText(input, "description");
    if ((description ?? "").length > 10_240) {
      throw new AwsError("InvalidDescriptionException", "more than 10,240 characters");
    }
    const token = optionalText(input, "clientRequestToken");
    const again = this.pullRequests
      .ofRepository(repository)
      .find((one) => token !== undefined && one.token === token && one.author === caller.identity.arn);
    const { region, id } = repository;
    const source = branchOf(text(target, "sourceReference"));
    const usual = await this.gate.repositories.defaultBranch(region, id);
    const destination = branchOf(optionalText(target, "destinationReference") ?? usual ?? "");
    if (source === destination) {
      throw new AwsError("SourceAndDestinationAreSameException", `${source} cannot be merged into itself`);
    }
    if (again !== undefined) {
      if (again.source !== `refs/heads/${source}` || again.title !== title) {
        throw new AwsError(
          "IdempotencyParameterMismatchException",
          `The token made pull request ${again.id}`,
        );
      }
      return { pullRequest: await describePullRequest(again, this.directory(again)) };
    }
    const pullRequest = this.pullRequests.create(caller, repository, {
      title,
      ...(description !== undefined && { description }),
      ...(token !== undefined && { token }),
      source: `refs/heads/${source}`,
      destination: `refs/heads/${destination}`,
      sourceCommit: await this.commitOf(repository, source),
      destinationCommit: await this.commitOf(repository, destination),
    });
    return { pullRequest: await describePullRequest(pullRequest, this.directory(pullRequest)) };
  }

  private directory({ region, repository }: PullRequest): string {
    return this.gate.repositories.directory(region, repository);
  }

  private commitOf(repository: StoredResource, branch: string): Promise<string> {
    return this.gate.tip(repository, branch).catch(() => {
      throw new AwsError("ReferenceDoesNotExistException", `${branch} does not exist in ${repository.id}`);
    });
  }
}

/** A branch's name, however it was given. */
function branchOf(reference: string): string {
  return reference.replace(/^refs\/heads\//, "");
}
