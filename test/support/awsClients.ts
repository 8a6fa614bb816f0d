import { execFileSync } from "node:child_process";

/** Whether a program is there and runs. */
function runs(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

/** AWS's own clients, as far as this machine has them; `pip install awscli boto3 git-remote-codecommit` brings all. */
export const awsClients = {
  cli: () => runs("aws", "--version"),
  boto3: () => runs("python3", "-c", "import boto3"),
  gitRemoteCodeCommit: () => runs("python3", "-c", "import git_remote_codecommit"),
};
