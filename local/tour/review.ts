import {
  CodeCommit,
  type PullRequest,
  PullRequestApprovalRulesNotSatisfiedException,
} from "@aws-sdk/client-codecommit";
import { type Acts, expect } from "./acts";
import type { Actor, Cast } from "./cast";
import type { Step } from "./step";

const branch = "feature/review";

/** A pull request from its first push to its merge, which waits for the approvals that a template demands. */
export function reviewStep(cast: Cast, acts: Acts): Step {
  const { repository, mainBranch, releaseManager, developer, reviewers } = cast;
  const { sides } = acts;
  const main = `refs/heads/${mainBranch}`;
  const api = ({ accessKeyId, secretAccessKey }: Actor) =>
    new CodeCommit({
      region: sides.source,
      endpoint: sides.endpoint,
      credentials: { accessKeyId, secretAccessKey },
    });

  return {
    title: `${developer.person} opens a pull request into ${mainBranch}, which waits for approvals and is merged`,
    run: async () => {
      const request = await open();
      const refusal = await merge(request).then(
        () => "no refusal",
        (error: unknown) =>
          error instanceof PullRequestApprovalRulesNotSatisfiedException ? "" : String(error),
      );
      expect(refusal === "", `merging it without approvals came to ${refusal}`);
      const approvers = await approve(request);
      const lag = await sides.lagOf(() => merge(request));
      await acts.push(developer, `:refs/heads/${branch}`);
      return `approved by ${approvers.join(" and ")}; copy equal ${(lag / 1000).toFixed(2)} s after the merge`;
    },
  };

  async function open(): Promise<PullRequest> {
    const clone = acts.clone(developer);
    await acts.git(developer).run(clone, "fetch", "--quiet", acts.url(developer), main);
    await acts.git(developer).run(clone, "checkout", "--quiet", "-B", branch, "FETCH_HEAD");
    await acts.commit(developer, "Have it reviewed");
    await acts.push(developer, branch);
    const targets = [
      { repositoryName: repository, sourceReference: branch, destinationReference: mainBranch },
    ];
    const { pullRequest } = await api(developer).createPullRequest({ title: "Have it reviewed", targets });
    return pullRequest ?? {};
  }

  function merge({ pullRequestId }: PullRequest): Promise<unknown> {
    return api(releaseManager).mergePullRequestByFastForward({ pullRequestId, repositoryName: repository });
  }

  /** One after the other, until it is enough. @returns who */
  async function approve({ pullRequestId, revisionId }: PullRequest): Promise<string[]> {
    const asked: string[] = [];
    for (const reviewer of reviewers) {
      await api(reviewer).updatePullRequestApprovalState({
        pullRequestId,
        revisionId,
        approvalState: "APPROVE",
      });
      asked.push(reviewer.person);
      const { evaluation } = await api(reviewer).evaluatePullRequestApprovalRules({
        pullRequestId,
        revisionId,
      });
      if (evaluation?.approved === true) {
        return asked;
      }
    }
    throw new Error(`not approved by ${asked.join(", ")}`);
  }
}
