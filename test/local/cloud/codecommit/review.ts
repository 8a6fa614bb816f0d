import {
  CodeCommitClient,
  CreatePullRequestCommand,
  EvaluatePullRequestApprovalRulesCommand,
  GetPullRequestCommand,
  type PullRequest,
  UpdatePullRequestApprovalStateCommand,
} from "@aws-sdk/client-codecommit";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rule } from "../pipeline";
import type { Keys } from "../stsClient";
import { primary, type Workbench } from "../workbench";

export const repositoryName = "payments-api";
export const templateType = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";

export function client(bench: Workbench, user: string | Keys): CodeCommitClient {
  return new CodeCommitClient({
    region: primary,
    endpoint: bench.cloud.endpoint(primary),
    credentials: typeof user === "string" ? bench.user(user) : user,
    maxAttempts: 1,
  });
}

export function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "no error",
    (error: unknown) => String(error),
  );
}

export function ruleContent(needed: number, pool?: readonly string[], branches?: readonly string[]): string {
  return JSON.stringify({
    Version: "2018-11-08",
    ...(branches && { DestinationReferences: branches }),
    Statements: [
      { Type: "Approvers", NumberOfApprovalsNeeded: needed, ...(pool && { ApprovalPoolMembers: pool }) },
    ],
  });
}

/** A template, associated with the repository. */
export async function template(bench: Workbench, name: string, content: string): Promise<void> {
  await bench.create(templateType, { name, content });
  await bench.create("aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation", {
    approvalRuleTemplateName: name,
    repositoryName,
  });
}

/** A pull request and its id and revision, which it always has. */
export type Review = PullRequest & { readonly pullRequestId: string; readonly revisionId: string };

/** A pull request from a branch that is pushed already. */
export async function open(
  bench: Workbench,
  user: string,
  sourceReference: string,
  destinationReference?: string,
): Promise<Review> {
  const target = { repositoryName, sourceReference, ...(destinationReference && { destinationReference }) };
  const command = new CreatePullRequestCommand({ title: `Merge ${sourceReference}`, targets: [target] });
  return (await client(bench, user).send(command)).pullRequest as Review;
}

export async function get(bench: Workbench, { pullRequestId }: Review): Promise<Review> {
  const command = new GetPullRequestCommand({ pullRequestId });
  return (await client(bench, "alan").send(command)).pullRequest as Review;
}

export function approve(bench: Workbench, user: string | Keys, { pullRequestId, revisionId }: Review) {
  const approval = { pullRequestId, revisionId, approvalState: "APPROVE" } as const;
  return client(bench, user).send(new UpdatePullRequestApprovalStateCommand(approval));
}

export async function evaluation(bench: Workbench, { pullRequestId, revisionId }: Review) {
  const command = new EvaluatePullRequestApprovalRulesCommand({ pullRequestId, revisionId });
  return (await client(bench, "alan").send(command)).evaluation;
}

export interface CodeCommitEvent {
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Has a function note every event of CodeCommit, from now on; gives what it has noted, in the order it came. */
export async function eventLog(bench: Workbench): Promise<() => Promise<readonly CodeCommitEvent[]>> {
  const code = "exports.handler = async (event) => console.log(JSON.stringify(event));";
  await rule(bench, { code, eventPattern: JSON.stringify({ source: ["aws.codecommit"] }) });
  return async () => {
    await bench.cloud.waitUntilIdle();
    const log = await readFile(join(bench.directory, "logs", "dispatcher.log"), "utf8").catch(() => "");
    const lines = log.split("\n").filter((line) => line.startsWith('{"version"'));
    return lines.map((line) => JSON.parse(line) as CodeCommitEvent);
  };
}
