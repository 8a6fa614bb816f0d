import { createHash } from "node:crypto";
import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { optionalNumber, optionalText } from "../properties";

/** Of GetCommentsForPullRequest. ListRepositories gives 1,000; what the other operations give is not documented. */
const usual = 100;
const most = 500;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/**
 * The page of a list that `nextToken` and `maxResults` ask for. A token belongs to the request that it was given to.
 *
 * @throws {AwsError} InvalidContinuationTokenException, or InvalidMaxResultsException above 500.
 * @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetCommentsForPullRequest.html
 */
export function pageOf<Item>(
  operation: string,
  input: Properties,
  all: readonly Item[],
  usualSize = usual,
): Page<Item> {
  const size = optionalNumber(input, "maxResults") ?? usualSize;
  if (size > Math.max(most, usualSize)) {
    throw new AwsError("InvalidMaxResultsException", `"maxResults": ${size}, at most ${most}`);
  }
  const { nextToken: given } = input;
  const question = { ...input, nextToken: undefined, maxResults: undefined };
  const request = createHash("sha256")
    .update(JSON.stringify([operation, question]))
    .digest("hex");
  const start = given === undefined ? 0 : startOf(optionalText(input, "nextToken") ?? "", request);
  const end = start + size;
  return {
    items: all.slice(start, end),
    ...(end < all.length && { nextToken: Buffer.from(`${request} ${end}`).toString("base64url") }),
  };
}

function startOf(token: string, request: string): number {
  const [of, start = ""] = Buffer.from(token, "base64url").toString().split(" ");
  if (of === request && /^\d{1,9}$/.test(start)) return Number(start);
  throw new AwsError("InvalidContinuationTokenException", "The token was not given to this request");
}
