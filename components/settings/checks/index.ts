import { primarySections, sectionNames } from "../sections";
import { declaredNames, soundEntries } from "../soundEntries";
import { approvalChecks } from "./approvals";
import { channelChecks } from "./channels";
import type { Check } from "./check";
import { crossAccountChecks } from "./crossAccount";
import { eventRuleChecks } from "./eventRules";
import { guardedPeopleChecks } from "./guardedPeople";
import { notificationChecks } from "./notifications";
import { personChecks } from "./people";
import { protectionChecks } from "./protections";
import { reviewChecks } from "./reviews";
import { repositoryChecks } from "./repositories";
import { roleChecks } from "./roles";
import { teamChecks } from "./teams";
import { topicChecks } from "./topics";
import { triggerChecks } from "./triggers";

const wrongNames: Check = ({ raw }) =>
  sectionNames.flatMap((section) =>
    declaredNames(raw, section).flatMap((name) => {
      const result = primarySections[section].key.safeParse(name);
      return result.success ? [] : result.error.issues.map((issue) => `${section}.${name}: ${issue.message}`);
    }),
  );

const checks: readonly Check[] = [
  wrongNames,
  repositoryChecks,
  teamChecks,
  roleChecks,
  personChecks,
  guardedPeopleChecks,
  protectionChecks,
  approvalChecks,
  reviewChecks,
  crossAccountChecks,
  topicChecks,
  channelChecks,
  notificationChecks,
  triggerChecks,
  eventRuleChecks,
];

/** What is wrong with the names and between the sections of a primary's settings, each problem with its path and a way out. */
export function referenceProblems(raw: Record<string, unknown>, region: string | undefined): string[] {
  const written = { raw, sound: soundEntries(raw), region };
  return checks.flatMap((check) => check(written));
}
