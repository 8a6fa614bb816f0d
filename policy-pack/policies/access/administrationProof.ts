import { identitiesOf, type Identity } from "../../access/identities";
import type { Stack } from "../../access/resources";
import { declaredPrimaries, declaredReplicas } from "../declarations";
import type { Report } from "../framework/finding";
import { capitalised, list, who } from "../wording";
import { administrations, type Administration } from "./administration";
import { administrationActions } from "./administrationActions";
import { administratorsOf, isAmong } from "./administrators";

/** Reports everybody who administers repositories of a stack, but administrators. */
export function proveAdministration(stack: Stack, configured: readonly string[], report: Report): void {
  if (!stack.resources.some(({ type }) => /^(aws:codecommit\/|codecommit-platform:)/.test(type))) return;
  const { names, problems } = administratorsOf(stack, configured);
  problems.forEach(({ message, urn }) => report(message, urn));
  const { all, gaps } = identitiesOf(stack.resources);
  gaps.forEach((gap) => report(`It cannot be told who can administer repositories: ${gap}.`));
  const declared = [...declaredPrimaries(stack.resources), ...declaredReplicas(stack.resources)];
  const values = declared.flatMap((found) => ("value" in found ? [found.value] : []));
  const repositories = values.flatMap((value) => ("copies" in value ? value.copies : value.repositories));
  const writers = values.flatMap((value) => ("writer" in value ? [`role/${value.writer}`] : []));
  const others = all.filter((identity) => !isAmong(names, identity));
  for (const found of administrations(others, repositories, actionsFor(writers))) {
    const only = names.length > 0 ? `Only ${list(names)} may` : "Nobody may";
    const urn = found.identity.urn ?? declared.at(0)?.urn;
    report(`${deed(found)}. ${only}. Deny it the actions of administration on every repository.`, urn);
  }
}

/** The default branch of a copy is its writer's to set. */
const actionsFor = (writers: readonly string[]) => (identity: Identity) =>
  administrationActions.filter(
    (action) => action !== "codecommit:UpdateDefaultBranch" || !isAmong(writers, identity),
  );

function deed({ identity, verdict, decision, actions, repositories }: Administration): string {
  const what = `${list(actions)} on ${list(repositories)}`;
  return verdict === "allowed"
    ? `${capitalised(who(identity))} is allowed ${what}: ${decision.explanation}, and no deny stops it`
    : `It cannot be told whether ${who(identity)} is allowed ${what}: ${list(identity.gaps)}`;
}
