import { isArn, placeOf, quote } from "../names";
import type { PrimarySettings } from "../schema";

/** What can be told only once the account is known: what AWS reaches in its own account only. */
export function accountProblems(settings: PrimarySettings, account: string): string[] {
  return [...functionsNamed(settings), ...notifiedTopics(settings)].flatMap(({ path, arn }) =>
    placeOf(arn).account === account
      ? []
      : [
          `${path}: ${quote(arn)} is in account ${placeOf(arn).account}, but this stack is in ${account}; name one of this account.`,
        ],
  );
}

interface Mention {
  readonly path: string;
  readonly arn: string;
}

function functionsNamed({ topics, triggers }: PrimarySettings): Mention[] {
  return [
    ...Object.entries(topics).flatMap(([key, { subscriptions }]) =>
      subscriptions.lambda.map((arn, index) => ({
        path: `topics.${key}.subscriptions.lambda[${index}]`,
        arn,
      })),
    ),
    ...Object.entries(triggers).flatMap(([key, { function: arn }]) =>
      arn === undefined ? [] : [{ path: `triggers.${key}.function`, arn }],
    ),
  ];
}

function notifiedTopics({ notifications }: PrimarySettings): Mention[] {
  return Object.entries(notifications).flatMap(([key, { topics }]) =>
    topics.flatMap((arn, index) =>
      isArn(arn) ? [{ path: `notifications.${key}.topics[${index}]`, arn }] : [],
    ),
  );
}
