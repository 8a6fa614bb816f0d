import type { Properties } from "../../../engine/provider";
import { AwsError } from "../../awsError";
import { isObject } from "../../properties";
import { formats } from "./formats";
import json from "./model.json";

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  /** Characters of a text, or bytes of a blob. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface Model {
  readonly operations: Readonly<
    Record<string, { readonly input: string; /** Names, between blanks. */ readonly errors: string }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** CodeCommit's own model, as far as the local cloud offers its operations. */
export const model: Model = json;

/** Where a value stands: the operation, and the nearest member of a structure with its shape. */
interface Place {
  readonly operation: string;
  readonly member: string;
  readonly shape: string;
}

/** What errors call a shape that they do not call by its own name. */
const nouns: Readonly<Record<string, string>> = {
  CommitName: "Commit",
  ObjectId: "CommitId",
  NextToken: "ContinuationToken",
  Message: "CommitMessage",
  Content: "CommentContent",
};

/** Required by what the operation answers, although the model leaves them optional. */
const alsoRequired: Readonly<Record<string, readonly string[]>> = {
  GetBranchInput: ["repositoryName", "branchName"],
};

/**
 * Checks an operation's input against the service's model, and gives what the model knows of it: no other member, and
 * no null.
 *
 * @throws {AwsError} As the operation calls what is wrong; SerializationException for a value of another type.
 * @see https://docs.aws.amazon.com/codecommit/latest/APIReference/
 */
export function checkInput(operation: string, input: Properties): Properties {
  const known = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined;
  if (known === undefined)
    throw new Error(`${operation} is not in the model: see scripts/codeCommitModel.ts`);
  return structure(known.input, input, operation);
}

function structure(name: string, given: Properties, operation: string): Properties {
  const { members = {}, required = [] } = model.shapes[name];
  const checked: Record<string, unknown> = {};
  for (const [member, shape] of Object.entries(members)) {
    const place = { operation, member, shape };
    const value = Object.hasOwn(given, member) ? (given[member] ?? undefined) : undefined;
    if (required.includes(member) || alsoRequired[name]?.includes(member) === true) refuseEmpty(value, place);
    if (value !== undefined) checked[member] = valueOf(value, place);
  }
  return checked;
}

function refuseEmpty(value: unknown, place: Place): void {
  if (value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)) return;
  throw named(place, ["RequiredException"], `"${place.member}" is missing`);
}

function valueOf(value: unknown, place: Place): unknown {
  const { type, member } = model.shapes[place.shape];
  switch (type) {
    case "structure":
      if (!isObject(value)) throw mistyped(value, place, "an object");
      return structure(place.shape, value, place.operation);
    case "list":
      if (!Array.isArray(value)) throw mistyped(value, place, "a list");
      return value
        .filter((item) => item !== null)
        .map((item: unknown) => valueOf(item, { ...place, shape: member ?? "" }));
    case "boolean":
      if (typeof value !== "boolean") throw mistyped(value, place, "true or false");
      return value;
    case "integer":
    case "long":
      return numberOf(value, place);
    case "blob":
      return blobOf(value, place);
    default:
      return textOf(value, place);
  }
}

function textOf(value: unknown, place: Place): string {
  if (typeof value !== "string") throw mistyped(value, place, "a text");
  const { min = 0, max = Infinity, pattern, enum: values } = model.shapes[place.shape];
  const length = [...value].length;
  if (length > max) throw tooLarge(place, `${length} characters, at most ${max}`);
  if (length < min) throw invalid(place, `${length} characters, at least ${min}`);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    throw invalid(place, `${JSON.stringify(value)} does not match ${pattern}`);
  }
  if (values !== undefined && !values.includes(value)) {
    throw invalid(place, `${JSON.stringify(value)}: one of ${values.join(", ")}`);
  }
  const problem = formats[place.shape]?.(value);
  if (problem === undefined) return value;
  throw (place.shape === "Name" ? tooLarge : invalid)(place, `${JSON.stringify(value)}: ${problem}`);
}

function numberOf(value: unknown, place: Place): number {
  if (typeof value !== "number") throw mistyped(value, place, "a number");
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(place, `${value}: a whole number from 1`);
}

/** Bytes stay in base64, as they came. */
function blobOf(value: unknown, place: Place): string {
  if (typeof value !== "string") throw mistyped(value, place, "base64");
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    throw mistyped(value.slice(0, 40), place, "base64");
  }
  const { max = Infinity } = model.shapes[place.shape];
  const bytes = Buffer.byteLength(value, "base64");
  if (bytes > max) throw tooLarge(place, `${bytes} bytes, at most ${max}`);
  return value;
}

function tooLarge(place: Place, reason: string): AwsError {
  const kinds = ["LengthExceededException", "SizeLimitExceededException", "Invalid"];
  return named(place, kinds, `"${place.member}": ${reason}`);
}

function invalid(place: Place, reason: string): AwsError {
  return named(place, ["Invalid"], `"${place.member}": ${reason}`);
}

function mistyped(value: unknown, { member }: Place, wanted: string): AwsError {
  const given = JSON.stringify(value).slice(0, 80);
  return new AwsError("SerializationException", `"${member}" must be ${wanted}, not ${given}`);
}

/** The error of the operation that is called after the member or its shape; else ValidationException, which all have. */
function named({ operation, member, shape }: Place, kinds: readonly string[], message: string): AwsError {
  const errors = model.operations[operation]?.errors.split(" ") ?? [];
  const about = [`${member.slice(0, 1).toUpperCase()}${member.slice(1)}`, shape, nouns[shape] ?? shape];
  const code = kinds
    .flatMap((kind) =>
      about.map((noun) => (kind === "Invalid" ? `Invalid${noun}Exception` : `${noun}${kind}`)),
    )
    .find((name) => errors.includes(name));
  return new AwsError(code ?? "ValidationException", message);
}
