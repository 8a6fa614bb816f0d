import type { Identity } from "../iam/identity";
import { AwsError } from "../awsError";
import { isObject } from "../properties";

/** An approval rule's content, read. */
export interface ApprovalContent {
  /** Patterns of branches, full names; absent: every branch. Only templates have them. */
  readonly destinationReferences?: readonly string[];
  readonly needed: number;
  /** Absent: everybody who may approve at all. */
  readonly pool?: readonly string[];
}

const limits = { content: 3000, references: 100, members: 50 };

/**
 * Reads and checks the content of an approval rule template.
 *
 * @throws {AwsError} InvalidApprovalRuleTemplateContentException.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html
 */
export function parseTemplateContent(json: string): ApprovalContent {
  return parse(
    json,
    ["Version", "DestinationReferences", "Statements"],
    (reason) =>
      new AwsError("InvalidApprovalRuleTemplateContentException", `The content of the template: ${reason}`),
  );
}

/**
 * Reads and checks the content of a rule of one pull request, which has no destinations of its own.
 *
 * @throws {AwsError} InvalidApprovalRuleContentException.
 */
export function parseRuleContent(json: string): ApprovalContent {
  return parse(
    json,
    ["Version", "Statements"],
    (reason) => new AwsError("InvalidApprovalRuleContentException", `The content of the rule: ${reason}`),
  );
}

/** Whether a rule of that content is copied into a pull request to that branch. */
export function concerns({ destinationReferences }: ApprovalContent, reference: string): boolean {
  return destinationReferences?.some((pattern) => matches(pattern, reference)) ?? true;
}

/** Whether enough of those who approved belong to the pool. */
export function isSatisfied({ needed, pool }: ApprovalContent, approvers: readonly Approver[]): boolean {
  const counted = approvers.filter((approver) => pool?.some((member) => belongs(member, approver)) ?? true);
  return counted.length >= needed;
}

/** Somebody who approved, as the pool sees them. */
export type Approver = Pick<Identity, "type" | "arn">;

/**
 * A user is known by her name, a session of a role by `Role/Session`, and both by their ARN. Groups and the ARNs of
 * roles themselves match nobody, and neither does anybody of another account.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html
 */
function belongs(member: string, { type, arn }: Approver): boolean {
  const [, account = "", pattern] = /^CodeCommitApprovers:(\d{12}):(.+)$/.exec(member) ?? [];
  if (pattern === undefined) return matches(member, arn);
  const [, , , , owner, resource = ""] = arn.split(":");
  const name =
    type === "User" ? resource.slice(resource.lastIndexOf("/") + 1) : resource.replace(/^assumed-role\//, "");
  return owner === account && matches(pattern, name);
}

/** `*` stands for any characters; nothing else is special. */
function matches(pattern: string, value: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(value);
}

function parse(
  json: string,
  known: readonly string[],
  invalid: (reason: string) => AwsError,
): ApprovalContent {
  if (json.length > limits.content) throw invalid(`${json.length} characters, at most ${limits.content}`);
  const content = readJson(json);
  if (!isObject(content)) throw invalid("it is no JSON object");
  refuseUnknown(content, known, invalid);
  if (content.Version !== "2018-11-08") throw invalid('Version must be "2018-11-08"');
  const destinationReferences = list(content, "DestinationReferences", limits.references, invalid);
  for (const reference of destinationReferences ?? []) {
    // "*" alone begins with it too: a template for every branch leaves the list out.
    if (!/^refs\/heads\/./.test(reference)) throw invalid(`${reference} does not begin with refs/heads/`);
  }
  const [statement, ...others] = Array.isArray(content.Statements) ? (content.Statements as unknown[]) : [];
  if (!isObject(statement) || others.length > 0) throw invalid("Statements must be one statement");
  refuseUnknown(statement, ["Type", "NumberOfApprovalsNeeded", "ApprovalPoolMembers"], invalid);
  if (statement.Type !== "Approvers") throw invalid('Type must be "Approvers"');
  const needed = statement.NumberOfApprovalsNeeded;
  if (typeof needed !== "number" || !Number.isInteger(needed) || needed < 1) {
    throw invalid("NumberOfApprovalsNeeded must be a whole number from 1");
  }
  const pool = list(statement, "ApprovalPoolMembers", limits.members, invalid);
  for (const member of pool ?? []) {
    if (!/^(CodeCommitApprovers:\d{12}:[^:]+|arn:[^:]+:(iam|sts)::\d{12}:[^:]+)$/.test(member)) {
      throw invalid(`${member} is neither CodeCommitApprovers:<account>:<name> nor an ARN`);
    }
  }
  return {
    needed,
    ...(destinationReferences !== undefined && { destinationReferences }),
    ...(pool !== undefined && { pool }),
  };
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function refuseUnknown(
  found: Readonly<Record<string, unknown>>,
  known: readonly string[],
  invalid: (reason: string) => AwsError,
): void {
  const odd = Object.keys(found).find((key) => !known.includes(key));
  if (odd !== undefined) throw invalid(`"${odd}" is unknown`);
}

function list(
  from: Readonly<Record<string, unknown>>,
  name: string,
  most: number,
  invalid: (reason: string) => AwsError,
): readonly string[] | undefined {
  const value = from[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string") || value.length === 0) {
    throw invalid(`${name} must be a list of strings, and not empty`);
  }
  if (value.length > most) throw invalid(`${name} has ${value.length} entries, at most ${most}`);
  return value;
}
