import {
  CodeCommit,
  type PullRequest,
  PullRequestApprovalRulesNotSatisfiedException,
} from "@aws-sdk/client-codecommit";
import type { Actor } from "./actor";
import { type Acts, expect } from "./acts";
import type { Cast } from "./cast";
import type { Review, ReviewPeople } from "./reviews";
import type { Omission, Step } from "./step";

/** A pull request from its first push to its merge, which waits for the approvals that templates demand. */
export function reviewStep({ branch, people, because }: Review, cast: Cast, acts: Acts): Step | Omission {
  if (people === undefined) {
    return { title: `A pull request into ${branch}`, because };
  }
  const { requester, approvers, merger } = people;
  const { repository, review: source, main } = cast;
  const { sides } = acts;
  const target = `refs/heads/${branch}`;
  const api = async (actor: Actor) =>
    new CodeCommit({
      region: sides.source,
      endpoint: sides.endpoint,
      credentials: await acts.keys(actor),
    });

  return {
    title: `${requester.person} opens a pull request into ${branch}, which waits for approvals and is merged`,
    run: async () => {
      await ensureTarget(people);
      const request = await open();
      const refusal = await merge(request).then(
        () => "no refusal",
        (error: unknown) =>
          error instanceof PullRequestApprovalRulesNotSatisfiedException ? "" : String(error),
      );
      expect(refusal === "", `merging it without approvals came to ${refusal}`);
      const approved = await approve(request);
      const lag = await sides.lagOf(() => merge(request));
      await acts.push(requester, `:refs/heads/${source}`);
      const copied = lag === undefined ? "" : `; copy equal ${(lag / 1000).toFixed(2)} s after the merge`;
      return `approved by ${approved.join(" and ")}${copied}`;
    },
  };

  /** A target that does not exist yet begins where main is. */
  async function ensureTarget({ creator }: ReviewPeople): Promise<void> {
    if ((await sides.ref(sides.source, target)) !== undefined) {
      return;
    }
    const actor = creator ?? requester;
    await acts.ensureClone(actor);
    const clone = acts.clone(actor);
    await acts.git(actor).run(clone, "fetch", "--quiet", await acts.url(actor), main.reference);
    const refspec = `FETCH_HEAD:${target}`;
    await (creator === undefined ? acts.putOnDisk(clone, refspec) : acts.push(creator, refspec));
  }

  async function open(): Promise<PullRequest> {
    await acts.ensureClone(requester);
    const clone = acts.clone(requester);
    await acts.git(requester).run(clone, "fetch", "--quiet", await acts.url(requester), target);
    await acts.git(requester).run(clone, "checkout", "--quiet", "-B", source, "FETCH_HEAD");
    await acts.commit(requester, "Have it reviewed");
    await acts.push(requester, source);
    const targets = [{ repositoryName: repository, sourceReference: source, destinationReference: branch }];
    const asked = { title: "Have it reviewed", targets };
    const { pullRequest } = await (await api(requester)).createPullRequest(asked);
    return pullRequest ?? {};
  }

  async function merge({ pullRequestId }: PullRequest): Promise<unknown> {
    const client = await api(merger);
    return client.mergePullRequestByFastForward({ pullRequestId, repositoryName: repository });
  }

  /** One after the other, until it is enough. @returns who */
  async function approve({ pullRequestId, revisionId }: PullRequest): Promise<string[]> {
    const asked: string[] = [];
    for (const approver of approvers) {
      const client = await api(approver);
      await client.updatePullRequestApprovalState({ pullRequestId, revisionId, approvalState: "APPROVE" });
      asked.push(approver.person);
      const { evaluation } = await client.evaluatePullRequestApprovalRules({ pullRequestId, revisionId });
      if (evaluation?.approved === true) {
        return asked;
      }
    }
    throw new Error(`not approved by ${asked.join(", ")}`);
  }
}
