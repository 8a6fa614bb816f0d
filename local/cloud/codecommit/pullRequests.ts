import { createHash, randomUUID } from "node:crypto";
import type { Account } from "../account";
import { AwsError } from "../awsError";
import type { EventBus } from "../events/bus";
import { recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { text } from "../properties";
import type { Caller } from "./access";
import { concerns, parseRuleContent, parseTemplateContent } from "./approvalContent";
import type { ApprovalTemplates } from "./approvalTemplates";
import { zeroId } from "./commandList";
import { codeCommitEvent } from "./event";
import type { Gate } from "./gate";
import { type ApprovalRule, checkOpen, type PullRequest, pullRequestDetail, ruleDetail } from "./pullRequest";
import type { RefChange } from "./refEvents";

/** CodeCommit's quotas. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const most = { open: 1000, rules: 30 };

/** The pull requests of each region: what they are, what became of them, and the events that tell of it. */
export class PullRequests {
  private readonly table: Table<PullRequest>;

  constructor(
    private readonly account: Account,
    private readonly bus: EventBus,
    readonly gate: Gate,
    private readonly templates: ApprovalTemplates,
  ) {
    this.table = account.store.table("pullRequests");
  }

  /** The pull requests of a repository, newest first. */
  ofRepository({ region, id }: StoredResource): PullRequest[] {
    return this.table
      .values()
      .filter((one) => one.region === region && one.repository === id)
      .reverse();
  }

  /**
   * A pull request, when the caller may do that to its repository.
   *
   * @throws {AwsError} PullRequestDoesNotExistException or AccessDeniedException.
   */
  allowed(caller: Caller, operation: string, id: string): PullRequest {
    const found = this.get(caller.region, id);
    this.gate.allowed(caller, operation, found.repository);
    return found;
  }

  /** @throws {AwsError} PullRequestDoesNotExistException. */
  get(region: string, id: string): PullRequest {
    const found = this.table.get(recordKey(id, region));
    if (found !== undefined) return found;
    throw new AwsError("PullRequestDoesNotExistException", `${id} does not exist`);
  }

  /** As `allowed`, for what can be done only while it is open, and only to what one has seen. */
  allowedOpen(caller: Caller, operation: string, id: string, revision: string): PullRequest {
    const found = this.allowed(caller, operation, id);
    checkOpen(found);
    if (found.revision !== revision) {
      throw new AwsError(
        "RevisionNotCurrentException",
        `The revision of pull request ${id} is ${found.revision}`,
      );
    }
    return found;
  }

  /** Makes a pull request, with the rules of the templates that concern its destination now. */
  create(
    caller: Caller,
    repository: StoredResource,
    wanted: Pick<
      PullRequest,
      "title" | "description" | "token" | "source" | "destination" | "sourceCommit" | "destinationCommit"
    >,
  ): PullRequest {
    const { region } = repository;
    if (this.ofRepository(repository).filter(({ open }) => open).length >= most.open) {
      throw new AwsError("MaximumOpenPullRequestsExceededException", `${repository.id} has ${most.open}`);
    }
    const now = Date.now();
    const rules = this.templates
      .ofRepository(repository)
      .filter(({ inputs }) => concerns(parseTemplateContent(text(inputs, "content")), wanted.destination))
      .map(({ id, inputs, outputs }) => ({
        id: randomUUID(),
        name: id,
        content: text(inputs, "content"),
        template: { id: text(outputs, "approvalRuleTemplateId"), name: id },
        changedBy: text(outputs, "lastModifiedUser"),
        changed: now,
      }));
    const numbers = this.table.values().filter((one) => one.region === region);
    const made: PullRequest = {
      ...wanted,
      id: String(numbers.length + 1),
      region,
      repository: repository.id,
      author: caller.identity.arn,
      created: now,
      active: now,
      open: true,
      revision: newRevision(),
      rules,
      approvals: [],
      overrides: [],
    };
    this.save(made);
    this.tell("pullRequestCreated", caller, made);
    return made;
  }

  /** Notes a change and tells of it by that event, with more details where it has some. */
  change(
    caller: Caller,
    before: PullRequest,
    changes: Partial<PullRequest>,
    event: string,
    more: object = {},
  ): PullRequest {
    const changed = { ...before, ...changes, active: Date.now() };
    this.save(changed);
    this.tell(event, caller, changed, more);
    return changed;
  }

  /** Adds a rule. @throws {AwsError} ApprovalRuleNameAlreadyExistsException or NumberOfRulesExceededException. */
  addRule(caller: Caller, pullRequest: PullRequest, name: string, content: string): ApprovalRule {
    parseRuleContent(content);
    if (pullRequest.rules.some((rule) => rule.name === name)) {
      throw new AwsError("ApprovalRuleNameAlreadyExistsException", `${name} exists already`);
    }
    if (pullRequest.rules.length >= most.rules) {
      throw new AwsError("NumberOfRulesExceededException", `a pull request has at most ${most.rules} rules`);
    }
    const rule = { id: randomUUID(), name, content, changedBy: caller.identity.arn, changed: Date.now() };
    const rules = [...pullRequest.rules, rule];
    this.change(caller, pullRequest, { rules }, "pullRequestApprovalRuleCreated", ruleDetail(rule));
    return rule;
  }

  /** @throws {AwsError} CannotDeleteApprovalRuleFromTemplateException or ApprovalRuleDoesNotExistException. */
  removeRule(caller: Caller, pullRequest: PullRequest, name: string): ApprovalRule {
    const rule = pullRequest.rules.find((one) => one.name === name);
    if (rule === undefined) throw new AwsError("ApprovalRuleDoesNotExistException", `${name} does not exist`);
    if (rule.template !== undefined) {
      throw new AwsError("CannotDeleteApprovalRuleFromTemplateException", `${name} comes from a template`);
    }
    const rules = pullRequest.rules.filter((one) => one !== rule);
    this.change(caller, pullRequest, { rules }, "pullRequestApprovalRuleDeleted", ruleDetail(rule));
    return rule;
  }

  /** After refs have moved: a branch that open pull requests come from makes a new revision of each. */
  follow(caller: Caller, repository: StoredResource, changes: readonly RefChange[]): void {
    for (const { reference, new: sourceCommit } of changes) {
      if (sourceCommit === zeroId) continue;
      for (const found of this.ofRepository(repository)) {
        if (!found.open || found.source !== reference) continue;
        const revision = newRevision();
        this.change(caller, found, { sourceCommit, revision }, "pullRequestSourceBranchUpdated");
      }
    }
  }

  private save(pullRequest: PullRequest): void {
    this.table.set(recordKey(pullRequest.id, pullRequest.region), pullRequest);
  }

  private tell(event: string, caller: Caller, of: PullRequest, more: object = {}): void {
    const { region, repository } = of;
    const { outputs } = this.gate.repositories.get(region, repository);
    const detail = pullRequestDetail(event, caller.identity.arn, of, more);
    const detailType = "CodeCommit Pull Request State Change";
    const resources = [text(outputs, "arn")];
    this.bus.put(codeCommitEvent(this.account, { region, detailType, resources, detail }));
    const callerArn = caller.identity.arn;
    const signal = { region, repository, callerArn, pullRequestId: of.id, event, at: Date.now() };
    this.account.signals.emit("pullRequest", signal);
  }
}

function newRevision(): string {
  return createHash("sha256").update(randomUUID()).digest("hex");
}
