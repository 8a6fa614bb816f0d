import { entry, type WrongSettings } from "../settings";

export const wrongKeys: readonly WrongSettings[] = [
  ...[6, 31].map((days): WrongSettings => [
    `a deletion window of ${days} days`,
    entry("keys", { deletionWindowDays: days }),
    "keys.deletionWindowDays: is not a number of days that KMS offers: 7 to 30.",
  ]),
  [
    "a deletion window of two weeks and a half day",
    entry("keys", { deletionWindowDays: 14.5 }),
    "keys.deletionWindowDays: takes a whole number, but is 14.5.",
  ],
  [
    "a deletion window that is no number",
    entry("keys", { deletionWindowDays: "a week" }),
    'keys.deletionWindowDays: takes a number, but is "a week".',
  ],
  [
    "a protection of keys that is neither true nor false",
    entry("keys", { protect: "yes" }),
    'keys.protect: takes true or false, but is "yes".',
  ],
  [
    "an unknown key of the keys",
    entry("keys", { rotation: true }),
    "keys.rotation: is not a setting. Allowed: deletionWindowDays, protect.",
  ],
];
