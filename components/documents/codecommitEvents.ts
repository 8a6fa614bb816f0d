/** What an event says of where it happened: by this, rules can be narrowed. */
export type EventFamily = "references" | "repositories" | "pull-requests" | "approval-rule-templates";

interface CodeCommitEvent {
  /** As EventBridge writes it in `detail.event`. */
  readonly event: string;
  readonly detailType: string;
  readonly family: EventFamily;
}

/** Each row: detail-type, family, and its events. Source: CodeCommit user guide, "Monitoring CodeCommit events". */
const events: readonly (readonly [detailType: string, family: EventFamily, events: readonly string[]])[] = [
  [
    "CodeCommit Repository State Change",
    "references",
    ["referenceCreated", "referenceUpdated", "referenceDeleted"],
  ],
  // A merge that no reference shows: pull requests make one to look for conflicts.
  ["CodeCommit Repository State Change", "repositories", ["unreferencedMergeCommitCreated"]],
  [
    "CodeCommit Pull Request State Change",
    "pull-requests",
    [
      "pullRequestCreated",
      "pullRequestSourceBranchUpdated",
      "pullRequestStatusChanged",
      "pullRequestMergeStatusUpdated",
      "pullRequestApprovalRuleCreated",
      "pullRequestApprovalRuleUpdated",
      "pullRequestApprovalRuleDeleted",
      "pullRequestApprovalRuleOverridden",
      "pullRequestApprovalStateChanged",
    ],
  ],
  ["CodeCommit Comment on Commit", "repositories", ["commentOnCommitCreated", "commentOnCommitUpdated"]],
  [
    "CodeCommit Comment on Pull Request",
    "repositories",
    ["commentOnPullRequestCreated", "commentOnPullRequestUpdated"],
  ],
  [
    "CodeCommit Comment Reaction Change",
    "repositories",
    ["commentReactionCreated", "commentReactionUpdated"],
  ],
  [
    "CodeCommit Approval Rule Template Change",
    "approval-rule-templates",
    [
      "approvalRuleTemplateCreated",
      "approvalRuleTemplateUpdated",
      "approvalRuleTemplateDeleted",
      "approvalRuleTemplateAssociatedWithRepository",
      "approvalRuleTemplateDisassociatedFromRepository",
      "batchAssociateApprovalRuleTemplateWithRepositories",
      "batchDisassociateApprovalRuleTemplateFromRepositories",
    ],
  ],
];

/** Every event of CodeCommit by its friendly name: `referenceCreated` → `reference-created`. */
export const codecommitEvents: ReadonlyMap<string, CodeCommitEvent> = new Map(
  events.flatMap(([detailType, family, names]) =>
    names.map((event) => [
      event.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      { event, detailType, family },
    ]),
  ),
);

const names = [...codecommitEvents.keys()];

/** Names for several events at once. */
export const eventGroups: Readonly<Record<string, readonly string[]>> = {
  all: names,
  references: names.filter((name) => name.startsWith("reference-")),
  "pull-requests": names.filter((name) => name.startsWith("pull-request-")),
  comments: names.filter((name) => name.startsWith("comment-")),
  "approval-rule-templates": names.filter((name) => name.includes("approval-rule-template")),
};

/** What the settings may name: groups first. */
export const eventNames: readonly string[] = [...Object.keys(eventGroups), ...names];

/** The events of a group, or the one event itself. */
export function eventsNamed(name: string): readonly string[] {
  return eventGroups[name] ?? [name];
}
