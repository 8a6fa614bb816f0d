import { isArn } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, elsewhere, missing, type Written } from "./check";

/** SNS reaches functions of other regions only with more than a permission, so they are not offered. */
export const topicChecks: Check = ({ sound: { topics }, region }) =>
  [...topics].flatMap(([key, { subscriptions }]) =>
    (subscriptions?.lambda ?? []).flatMap((arn, index) =>
      elsewhere(
        `topics.${key}.subscriptions.lambda[${index}]`,
        arn,
        region,
        "name a function of this region.",
      ),
    ),
  );

/** What is wrong with one mention of a topic, by name or ARN. */
export function topicProblems(path: string, reference: string, { raw, region }: Written): string[] {
  const names = declaredNames(raw, "topics");
  if (isArn(reference)) {
    return elsewhere(
      path,
      reference,
      region,
      "name a topic of this region, which can have subscribers anywhere.",
    );
  }
  return names.includes(reference) ? [] : [`${path}: ${missing("topic", reference, names)}`];
}
