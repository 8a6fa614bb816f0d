import { primarySections, sectionNames } from "../sections";
import { declaredNames, soundEntries } from "../soundEntries";
import type { Check } from "./check";
import { crossAccountChecks } from "./crossAccount";
import { personChecks } from "./people";
import { protectionChecks } from "./protections";
import { repositoryChecks } from "./repositories";
import { roleChecks } from "./roles";
import { teamChecks } from "./teams";

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
  protectionChecks,
  crossAccountChecks,
];

/** What is wrong with the names and between the sections of a primary's settings, each problem with its path and a way out. */
export function referenceProblems(raw: Record<string, unknown>, region: string | undefined): string[] {
  const written = { raw, sound: soundEntries(raw), region };
  return checks.flatMap((check) => check(written));
}
