import { isArn, placeOf, quote } from "../names";
import type { PrimarySettings } from "../schema";

/** What can be told only once the account is known, which the settings do not say. */
export function accountProblems(settings: PrimarySettings, account: string): string[] {
  return [...elsewhere(settings, account), ...rolesForOneself(settings, account)];
}

/** AWS reaches these in its own account only. */
function elsewhere(settings: PrimarySettings, account: string): string[] {
  return [...functionsNamed(settings), ...notifiedTopics(settings), ...eventReceivers(settings)].flatMap(
    ({ path, arn }) =>
      placeOf(arn).account === account
        ? []
        : [
            `${path}: ${quote(arn)} is in account ${placeOf(arn).account}, but this stack is in ${account}; name one of this account.`,
          ],
  );
}

function rolesForOneself({ crossAccount }: PrimarySettings, account: string): string[] {
  return Object.entries(crossAccount)
    .filter(([, role]) => role.account === account)
    .map(
      ([name]) =>
        `crossAccount.${name}.account: ${account} is this stack's own account; its people are in teams, which name its roles too.`,
    );
}

interface Mention {
  readonly path: string;
  readonly arn: string;
}

function functionsNamed({ topics, triggers, eventRules }: PrimarySettings): Mention[] {
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
    ...Object.entries(eventRules).flatMap(([key, { functions }]) =>
      functions.map((arn, index) => ({ path: `eventRules.${key}.functions[${index}]`, arn })),
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

function eventReceivers({ eventRules }: PrimarySettings): Mention[] {
  return Object.entries(eventRules).flatMap(([key, { topics, queues }]) =>
    Object.entries({ topics, queues }).flatMap(([kind, references]) =>
      references.flatMap((arn, index) =>
        isArn(arn) ? [{ path: `eventRules.${key}.${kind}[${index}]`, arn }] : [],
      ),
    ),
  );
}
