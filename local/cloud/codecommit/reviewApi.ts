import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { isObject, optionalText, text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import type { Gate } from "./gate";
import { describePullRequest } from "./describePullRequest";
import type { PullRequest } from "./pullRequest";
import { pageOf } from "./pages";
import type { PullRequests } from "./pullRequests";
import type { RequestTokens } from "./requestTokens";

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
      const { items, nextToken } = pageOf("ListPullRequests", input, pullRequestIds);
      return Promise.resolve({ pullRequestIds: items, nextToken });
    },
    UpdatePullRequestStatus: async (input, caller) => {
      const found = this.pullRequests.allowed(
        caller,
        "UpdatePullRequestStatus",
        text(input, "pullRequestId"),
      );
      if (!found.open || text(input, "pullRequestStatus") === "OPEN") {
        throw new AwsError(
          "InvalidPullRequestStatusUpdateException",
          "The only update is from OPEN to CLOSED",
        );
      }
      const closed = this.pullRequests.change(caller, found, { open: false }, "pullRequestStatusChanged");
      return { pullRequest: await describePullRequest(closed, this.directory(closed)) };
    },
  };

  constructor(
    private readonly gate: Gate,
    private readonly pullRequests: PullRequests,
    private readonly tokens: RequestTokens,
  ) {}

  private async create(input: Properties, caller: Caller): Promise<object> {
    const targets = Array.isArray(input.targets) ? (input.targets as unknown[]) : [];
    const [target, ...others] = targets;
    if (!isObject(target)) throw new AwsError("TargetRequiredException", "A pull request has a target");
    if (others.length > 0) throw new AwsError("InvalidTargetsException", "A pull request has one target");
    const repository = this.gate.allowed(caller, "CreatePullRequest", text(target, "repositoryName"));
    const description = optionalText(input, "description");
    const token = optionalText(input, "clientRequestToken");
    const made = () => {
      const id = this.tokens.made("CreatePullRequest", caller, input);
      return id === undefined ? undefined : this.pullRequests.get(caller.region, id);
    };
    const again = made();
    if (again !== undefined) return this.described(again);
    const { region, id } = repository;
    const source = branchOf(text(target, "sourceReference"));
    const usual = await this.gate.repositories.defaultBranch(region, id);
    const destination = branchOf(optionalText(target, "destinationReference") ?? usual ?? "");
    if (source === destination) {
      throw new AwsError("SourceAndDestinationAreSameException", `${source} cannot be merged into itself`);
    }
    const sourceCommit = await this.commitOf(repository, source);
    const destinationCommit = await this.commitOf(repository, destination);
    // The same request may have come twice at once: from here on nothing waits.
    const meanwhile = made();
    if (meanwhile !== undefined) return this.described(meanwhile);
    const pullRequest = this.pullRequests.create(caller, repository, {
      title: text(input, "title"),
      ...(description !== undefined && { description }),
      ...(token !== undefined && { token }),
      source: `refs/heads/${source}`,
      destination: `refs/heads/${destination}`,
      sourceCommit,
      destinationCommit,
    });
    this.tokens.note("CreatePullRequest", caller, input, pullRequest.id);
    return this.described(pullRequest);
  }

  private async described(pullRequest: PullRequest): Promise<object> {
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

/**
 * A branch's name, however it was given.
 *
 * @throws {AwsError} ReferenceTypeNotSupportedException for a tag's whole name.
 */
function branchOf(reference: string): string {
  if (reference.startsWith("refs/tags/")) {
    throw new AwsError("ReferenceTypeNotSupportedException", `${reference} is no branch`);
  }
  return reference.replace(/^refs\/heads\//, "");
}
