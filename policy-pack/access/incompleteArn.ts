import type { Token } from "./token";

const fields = 6;

/** Whether it is the beginning of an ARN, with fewer than its six fields. */
export function isIncompleteArn(tokens: readonly Token[]): boolean {
  const [first] = tokens;
  return first !== undefined && "text" in first && first.text.startsWith("arn:") && missingFields(tokens) > 0;
}

/**
 * What an ARN of an identity's policy means. IAM adds `*` for each field that is missing: `arn:aws:sqs` is
 * `arn:aws:sqs:*:*:*`. Whether `arn:aws:sqs:*:queue`, in which `*` may reach beyond a colon, means no more than that it
 * does not say: what grants is read both ways.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function completed(tokens: readonly Token[], wide: boolean): readonly (readonly Token[])[] {
  if (!isIncompleteArn(tokens)) return [tokens];
  const added = Array.from({ length: missingFields(tokens) }, (): readonly Token[] => [
    { text: ":" },
    { wildcard: "*" },
  ]);
  const complete = [...tokens, ...added.flat()];
  return wide ? [tokens, complete] : [complete];
}

function missingFields(tokens: readonly Token[]): number {
  const colons = tokens.map((token) => ("text" in token ? token.text.split(":").length - 1 : 0));
  return fields - 1 - colons.reduce((sum, count) => sum + count, 0);
}
