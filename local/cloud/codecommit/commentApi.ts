import { randomUUID } from "node:crypto";
import type { Properties } from "../../engine/provider";
import type { Account } from "../account";
import { AwsError } from "../awsError";
import type { EventBus } from "../events/bus";
import type { Operation } from "../http/jsonApi";
import { isObject, nested, optionalText, text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Table } from "../store/table";
import type { Caller } from "./access";
import { codeCommitEvent } from "./event";
import type { Gate } from "./gate";
import { git } from "./git";
import { pageOf } from "./pages";
import type { PullRequests } from "./pullRequests";
import type { RequestTokens } from "./requestTokens";

interface StoredComment {
  readonly id: string;
  readonly region: string;
  readonly repository: string;
  /** Absent for a comment on a commit. */
  readonly pullRequest?: string;
  readonly before?: string;
  readonly after: string;
  readonly location?: Properties;
  readonly content: string;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** CodeCommit's quota. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const maxCharacters = 10_240;

/** Comments on pull requests and on commits. */
export class CommentApi {
  private readonly table: Table<StoredComment>;

  readonly operations: Readonly<Record<string, Operation>> = {
    PostCommentForPullRequest: async (input, caller) => {
      const id = text(input, "pullRequestId");
      const found = this.pullRequests.allowed(caller, "PostCommentForPullRequest", id);
      checkRepository(found.repository, id, text(input, "repositoryName"));
      const repository = this.gate.repositories.get(caller.region, found.repository);
      const before = text(input, "beforeCommitId");
      const posted = await this.post(input, caller, repository, { before, pullRequest: id });
      return { ...describeThread(posted), comment: describe(posted) };
    },
    GetCommentsForPullRequest: (input, caller) => {
      const id = text(input, "pullRequestId");
      const { region, repository } = this.pullRequests.allowed(caller, "GetCommentsForPullRequest", id);
      const [before, after] = [optionalText(input, "beforeCommitId"), optionalText(input, "afterCommitId")];
      checkRepository(repository, id, optionalText(input, "repositoryName") ?? repository);
      const comments = this.table
        .values()
        .filter((one) => one.region === region && one.pullRequest === id)
        .filter((one) => before === undefined || one.before === before)
        .filter((one) => after === undefined || one.after === after);
      const { items, nextToken } = pageOf("GetCommentsForPullRequest", input, comments);
      return Promise.resolve({
        commentsForPullRequestData: items.map((one) => ({
          ...describeThread(one),
          comments: [describe(one)],
        })),
        nextToken,
      });
    },
    PostCommentForComparedCommit: async (input, caller) => {
      const name = text(input, "repositoryName");
      const repository = this.gate.allowed(caller, "PostCommentForComparedCommit", name);
      const before = optionalText(input, "beforeCommitId");
      const posted = await this.post(input, caller, repository, { ...(before !== undefined && { before }) });
      return { ...describeThread(posted), comment: describe(posted) };
    },
  };

  constructor(
    private readonly account: Account,
    private readonly bus: EventBus,
    private readonly gate: Gate,
    private readonly pullRequests: PullRequests,
    private readonly tokens: RequestTokens,
  ) {
    this.table = account.store.table("comments");
  }

  /** Makes a comment and tells of it; a retry with the token of an earlier request only gives what that has made. */
  private async post(
    input: Properties,
    caller: Caller,
    repository: StoredResource,
    on: Pick<StoredComment, "before" | "pullRequest">,
  ): Promise<StoredComment> {
    const content = text(input, "content");
    if (content.length > maxCharacters) {
      throw new AwsError("CommentContentSizeLimitExceededException", `more than ${maxCharacters} characters`);
    }
    const after = text(input, "afterCommitId");
    if (after === on.before) {
      throw new AwsError("BeforeCommitIdAndAfterCommitIdAreSameException", `${after} is both`);
    }
    for (const commit of [after, ...(on.before === undefined ? [] : [on.before])]) {
      await this.gate.checkCommit(repository, commit);
    }
    await this.checkLocation(nested(input, "location"), repository, on.before, after);
    // Asked for only now, after which nothing waits: the same request may have come twice at once.
    const operation =
      on.pullRequest === undefined ? "PostCommentForComparedCommit" : "PostCommentForPullRequest";
    const made = this.tokens.made(operation, caller, input);
    const known = made === undefined ? undefined : this.table.get(made);
    if (known !== undefined) return known;
    const comment = {
      ...on,
      id: randomUUID(),
      region: repository.region,
      repository: repository.id,
      after,
      ...(isObject(input.location) && { location: input.location }),
      content,
      author: caller.identity.arn,
      created: Date.now(),
    };
    this.table.set(comment.id, comment);
    this.tokens.note(operation, caller, input, comment.id);
    this.tell(caller, repository, comment, on.pullRequest === undefined ? "Commit" : "Pull Request");
    return comment;
  }

  /** @throws {AwsError} PathDoesNotExistException for a file that the commit of its version does not have. */
  private async checkLocation(
    location: Properties,
    repository: StoredResource,
    before: string | undefined,
    after: string,
  ): Promise<void> {
    const path = optionalText(location, "filePath");
    if (path === undefined) return;
    const commit = location.relativeFileVersion === "BEFORE" && before !== undefined ? before : after;
    await git(this.gate.directory(repository), "cat-file", "-e", `${commit}:${path}`).catch(() => {
      throw new AwsError("PathDoesNotExistException", `${path} does not exist in ${commit}`);
    });
  }

  private tell(
    { identity }: Caller,
    { id, region, outputs }: StoredResource,
    comment: StoredComment,
    on: "Pull Request" | "Commit",
  ): void {
    const { displayName, emailAddress } = identity.session?.tags ?? {};
    const detail = {
      event: on === "Commit" ? "commentOnCommitCreated" : "commentOnPullRequestCreated",
      repositoryId: text(outputs, "repositoryId"),
      repositoryName: id,
      ...(comment.pullRequest !== undefined && { pullRequestId: comment.pullRequest }),
      ...(comment.before !== undefined && { beforeCommitId: comment.before }),
      afterCommitId: comment.after,
      commentId: comment.id,
      callerUserArn: identity.arn,
      notificationBody: `A comment was made on a ${on.toLowerCase()} in ${id} (${region}).`,
      // Session tags of these names are all that tells a person behind a role.
      ...(displayName !== undefined && { displayName }),
      ...(emailAddress !== undefined && { emailAddress }),
    };
    const detailType = `CodeCommit Comment on ${on}`;
    const resources = [text(outputs, "arn")];
    this.bus.put(codeCommitEvent(this.account, { region, detailType, resources, detail }));
  }
}

function checkRepository(repository: string, pullRequestId: string, given: string): void {
  if (repository === given) return;
  throw new AwsError(
    "RepositoryNotAssociatedWithPullRequestException",
    `${given} is not the repository of pull request ${pullRequestId}`,
  );
}

function describeThread({ repository, pullRequest, before, after, location }: StoredComment): object {
  return {
    repositoryName: repository,
    pullRequestId: pullRequest,
    beforeCommitId: before,
    afterCommitId: after,
    location,
  };
}

function describe({ id, content, author, created }: StoredComment): object {
  return {
    commentId: id,
    content,
    authorArn: author,
    creationDate: created / 1000,
    lastModifiedDate: created / 1000,
    deleted: false,
  };
}
