import { startAwsServer } from "./awsServer";
import type { GitRepository, Lifetime } from "./git";

/** The part of CodeCommit's API that reads and sets default branches, of repositories on disk. */
export function startCodeCommitApi(
  context: Lifetime,
  find: (name: string) => GitRepository | undefined,
): ReturnType<typeof startAwsServer> {
  return startAwsServer(context, async ({ operation, input }) => {
    const repository = find(String(input.repositoryName));
    if (repository === undefined) return refusal("RepositoryDoesNotExistException");
    if (operation === "UpdateDefaultBranch") {
      const ref = `refs/heads/${String(input.defaultBranchName)}`;
      if (!(ref in (await repository.refs()))) {
        return refusal("BranchDoesNotExistException");
      }
      await repository.git("symbolic-ref", "HEAD", ref);
      return { body: {} };
    }
    const defaultBranch = (await repository.git("symbolic-ref", "HEAD")).replace("refs/heads/", "");
    return { body: { repositoryMetadata: { repositoryName: input.repositoryName, defaultBranch } } };
  });
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateDefaultBranch.html */
function refusal(type: string): { status: number; body: unknown } {
  return { status: 400, body: { __type: type, message: "There is none" } };
}
