import { identitiesOf, type Identities, type Identity } from "../access/identities";
import { refMoves, type RefMoveQuestion } from "../access/refMoves";
import { regionsOutside } from "../access/regionsOutside";
import type { Stack } from "../access/resources";
import { decide } from "../access/whoCan";
import { declaredPrimaries, declaredReplicas } from "./declarations";
import { definePolicy } from "./framework/definePolicy";
import { findingsOf, type Report } from "./framework/finding";
import { finding, list } from "./wording";

const anyReference = { references: ["refs/?*"], preferred: ["refs/heads/main", "refs/tags/v1"] };

export const requireSingleWriter = definePolicy({
  name: "codecommit-replica-require-single-writer",
  description: "Copies in other regions are written by one replication role; everybody else only reads them.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
  remediation: [
    "In the primary's stack, attach this to every group and role:",
    "",
    '    { Effect: "Deny", Action: refMovingActions,',
    "      NotResource: `arn:${partition}:codecommit:${writeRegion}:${accountId}:*` }",
    "",
    "In a replica's stack, allow codecommit:GitPush on the copies to the declared writer role and to nobody else.",
  ],

  judgeStack: (stack) => findingsOf((report) => judge(stack, report)),
});

function judge({ resources }: Stack, report: Report): void {
  const [primaries, replicas] = [declaredPrimaries(resources), declaredReplicas(resources)];
  if (primaries.length + replicas.length === 0) return;
  const identities = identitiesOf(resources);
  identities.gaps.forEach((gap) => report(`It cannot be told who can write to copies: ${gap}.`));
  for (const primary of primaries) {
    if ("problem" in primary) report(primary.problem, primary.urn);
    else judgePrimary(primary.value, primary.urn, identities, report);
  }
  for (const replica of replicas) {
    if ("problem" in replica) report(replica.problem, replica.urn);
    else judgeReplica(replica.value, replica.urn, identities, report);
  }
}

type Primary = Readonly<{ region: string; repositories: readonly string[] }>;
type Replica = Readonly<{ region: string; copies: readonly string[]; writer: string }>;

function judgePrimary(primary: Primary, urn: string | undefined, { all }: Identities, report: Report): void {
  for (const move of refMoves(all, { ...anyReference, repositories: copiesOf(primary) })) {
    report(
      `${finding(move)}. Outside ${primary.region} repositories are copies that only their replication writes: deny ` +
        "it the 12 ref-moving actions on everything but the repositories of that region.",
      move.identity.urn ?? urn,
    );
  }
}

/** The copies that there may be of the repositories: one in each region that stands for others. */
function copiesOf({ region: home, repositories }: Primary): RefMoveQuestion["repositories"] {
  const known = new Map<string, readonly string[]>();
  const [, partition = "", , , account = ""] = repositories.at(0)?.split(":") ?? [];
  return (bearing) => {
    const regions = regionsOutside(home, { partition, account }, bearing);
    if (!regions) return undefined;
    const key = regions.join();
    const copies =
      known.get(key) ?? regions.flatMap((region) => repositories.map((arn) => copyIn(region, arn)));
    known.set(key, copies);
    return copies;
  };
}

function judgeReplica(replica: Replica, urn: string | undefined, { all }: Identities, report: Report): void {
  const { copies, writer, region } = replica;
  const isWriter = ({ kind, name }: Identity) => kind === "role" && name === writer;
  const others = all.filter((identity) => !isWriter(identity));
  for (const move of refMoves(others, { ...anyReference, repositories: copies })) {
    report(
      `${finding(move)}. Only role ${writer} may write to the copies in ${region}: take away what allows it.`,
      move.identity.urn ?? urn,
    );
  }
  const role = all.find(isWriter);
  const unwritten = copies.filter((copy) => !role || !canPush(role, copy));
  if (unwritten.length > 0) {
    const why = role
      ? "is not allowed codecommit:GitPush on"
      : "is not a role of this stack and cannot write to";
    report(
      `The declared writer ${writer} ${why} ${list(unwritten)}: nothing would keep them up to date.`,
      role?.urn ?? urn,
    );
  }
}

/** As it asks: a task has no MFA, and what else a condition may want it does not bring along either. */
const canPush = (role: Identity, copy: string) =>
  decide(role, "codecommit:GitPush", copy, "refs/heads/main", "missing").effect === "allow";

function copyIn(region: string, repository: string): string {
  const [arn, partition, service, , ...rest] = repository.split(":");
  return [arn, partition, service, region, ...rest].join(":");
}
