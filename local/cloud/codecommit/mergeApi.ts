import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { optionalText, text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import { describePullRequest } from "./describePullRequest";
import type { Gate } from "./gate";
import { git } from "./git";
import { merge, messageOf, moveBranch } from "./merge";
import { refNameProblem } from "./names";
import { checkOpen, evaluateRules } from "./pullRequest";
import type { PullRequests } from "./pullRequests";
import type { MergeFacts, RefEvents } from "./refEvents";

type MergeOption = MergeFacts["mergeOption"];

/** The three ways of merging, and how operations are called after them. */
const ways: readonly (readonly [name: string, mergeOption: MergeOption])[] = [
  ["FastForward", "FAST_FORWARD_MERGE"],
  ["Squash", "SQUASH_MERGE"],
  ["ThreeWay", "THREE_WAY_MERGE"],
];

/** Merges of pull requests, whose approval rules must be met, and of branches, for which there are none. */
export class MergeApi {
  readonly operations: Readonly<Record<string, Operation>> = Object.fromEntries(
    ways.flatMap(([name, mergeOption]): [string, Operation][] => [
      [
        `MergePullRequestBy${name}`,
        (input, caller) => this.mergePullRequest(`MergePullRequestBy${name}`, mergeOption, input, caller),
      ],
      [
        `MergeBranchesBy${name}`,
        (input, caller) => this.mergeBranches(`MergeBranchesBy${name}`, mergeOption, input, caller),
      ],
    ]),
  );

  constructor(
    private readonly gate: Gate,
    private readonly pullRequests: PullRequests,
    private readonly events: RefEvents,
  ) {}

  private async mergePullRequest(
    operation: string,
    mergeOption: MergeOption,
    input: Properties,
    caller: Caller,
  ): Promise<object> {
    refuseStrategies(input);
    const [id, name] = [text(input, "pullRequestId"), text(input, "repositoryName")];
    const seen = this.pullRequests.get(caller.region, id);
    const repository = this.gate.allowedToWrite(caller, operation, name, seen.destination);
    if (seen.repository !== name) {
      throw new AwsError("RepositoryNotAssociatedWithPullRequestException", `${name} is not that of ${id}`);
    }
    const directory = this.gate.directory(repository);
    const destination = await this.gate.tip(repository, branchOf(seen.destination)).catch(() => {
      // Of the three operations, one has an error for that.
      const code =
        mergeOption === "FAST_FORWARD_MERGE"
          ? "ReferenceDoesNotExistException"
          : "ConcurrentReferenceUpdateException";
      throw new AwsError(code, `${seen.destination} does not exist any more`);
    });
    const given = optionalText(input, "sourceCommitId") ?? seen.sourceCommit;
    if (given !== seen.sourceCommit) {
      throw new AwsError("TipOfSourceReferenceIsDifferentException", `The source is at ${seen.sourceCommit}`);
    }
    checkOpen(seen);
    const evaluation = evaluateRules(seen, seen.revision);
    if (!evaluation.approved) {
      const unmet = evaluation.approvalRulesNotSatisfied.join(", ");
      throw new AwsError(
        "PullRequestApprovalRulesNotSatisfiedException",
        `Approval rules are not met: ${unmet}`,
      );
    }
    const author = optionalText(input, "authorName");
    const message = messageOf(input, author, caller, `Merge pull request ${id}: ${seen.title}`);
    const merged = await merge(directory, mergeOption, seen.sourceCommit, destination, message);
    // Merging took a while: whoever was quicker wins, by the compare-and-swap of the branch or by a new revision.
    const found = this.pullRequests.get(caller.region, id);
    checkOpen(found);
    if (found.revision !== seen.revision) {
      throw new AwsError(
        "TipOfSourceReferenceIsDifferentException",
        `The source is at ${found.sourceCommit}`,
      );
    }
    await moveBranch(directory, seen.destination, merged.commitId, destination);
    this.events.emit(caller, repository, [
      { old: destination, new: merged.commitId, reference: seen.destination, merge: merged.merge },
    ]);
    const { arn } = caller.identity;
    const closed = this.pullRequests.change(
      caller,
      found,
      {
        open: false,
        destinationCommit: destination,
        merge: { by: arn, commitId: merged.commitId, mergeOption },
      },
      "pullRequestMergeStatusUpdated",
      { mergeOption },
    );
    return { pullRequest: await describePullRequest(closed, directory) };
  }

  private async mergeBranches(
    operation: string,
    mergeOption: MergeOption,
    input: Properties,
    caller: Caller,
  ): Promise<object> {
    refuseStrategies(input);
    const [from, into] = [text(input, "sourceCommitSpecifier"), text(input, "destinationCommitSpecifier")];
    const target = optionalText(input, "targetBranch") ?? branchOf(into);
    const reference = `refs/heads/${target}`;
    const repository = this.gate.allowedToWrite(caller, operation, text(input, "repositoryName"), reference);
    const directory = this.gate.directory(repository);
    const source = await this.gate.commitOf(repository, from);
    const destination = await this.gate.commitOf(repository, into);
    const tip = await this.targetTip(repository, target);
    const author = optionalText(input, "authorName");
    const message = messageOf(input, author, caller, `Merge ${from} into ${into}`);
    const merged = await merge(directory, mergeOption, source, destination, message);
    if (!(await isAncestor(directory, tip, merged.commitId))) {
      throw new AwsError(
        "ConcurrentReferenceUpdateException",
        `${target} is at ${tip}, which ${into} (${destination}) and ${from} (${source}) do not have: its commits would be lost`,
      );
    }
    await moveBranch(directory, reference, merged.commitId, tip);
    this.events.emit(caller, repository, [
      { old: tip, new: merged.commitId, reference, merge: merged.merge },
    ]);
    const treeId = await git(directory, "rev-parse", `${merged.commitId}^{tree}`);
    return { commitId: merged.commitId, treeId };
  }

  /** @throws {AwsError} BranchNameIsTagNameException or BranchDoesNotExistException. */
  private async targetTip(repository: StoredResource, target: string): Promise<string> {
    const { region, id } = repository;
    const tip = (await this.gate.repositories.branches(region, id)).get(target);
    if (tip !== undefined) return tip;
    if (refNameProblem(target) === undefined && (await this.gate.hasTag(repository, target))) {
      throw new AwsError("BranchNameIsTagNameException", `${target} is a tag; "targetBranch" names a branch`);
    }
    throw new AwsError("BranchDoesNotExistException", `${target} is no branch of ${id}`);
  }
}

function isAncestor(directory: string, older: string, newer: string): Promise<boolean> {
  return git(directory, "merge-base", "--is-ancestor", older, newer).then(
    () => true,
    () => false,
  );
}

/** Conflicts are never resolved here: that needs choices which the local cloud does not look at. */
function refuseStrategies(input: Properties): void {
  const strategy = optionalText(input, "conflictResolutionStrategy") ?? "NONE";
  if (strategy === "NONE" && input.conflictResolution === undefined) return;
  throw new AwsError("InvalidConflictResolutionStrategyException", "The local cloud resolves no conflicts");
}

function branchOf(reference: string): string {
  return reference.replace(/^refs\/heads\//, "");
}
