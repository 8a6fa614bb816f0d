import { certificateTrouble } from "./certificateTrouble";
import { readEndpoints, type Environment } from "./environment";
import { agentFor } from "./git/agent";
import type { Remote } from "./git/connection";
import { signCredentials, type AwsCredentials } from "./git/credentials";
import { ReplicationError, messageOf } from "./replicationError";

/** One CodeCommit repository: its git remote, and its default branch, which only the API knows. */
export interface CodeCommitRepository {
  readonly remote: Remote;
  readonly arn: (signal?: AbortSignal) => Promise<string | undefined>;
  readonly defaultBranch: (signal?: AbortSignal) => Promise<string | undefined>;
  readonly setDefaultBranch: (branch: string, signal?: AbortSignal) => Promise<void>;
}

export interface CodeCommitName {
  readonly region: string;
  readonly name: string;
  /** A profile of the AWS configuration files; default: the SDK's own search for credentials. */
  readonly profile?: string;
}

/**
 * Git requests are signed afresh, one by one, with the credentials that the SDK's default chain finds.
 * The SDK is loaded when it is first needed, which keeps the start of the process short.
 */
export function codeCommitRepository(
  { region, name, profile }: CodeCommitName,
  environment: Environment,
): CodeCommitRepository {
  if (!/^[\w.-]{1,100}$/.test(name)) {
    throw new ReplicationError("usage", `${JSON.stringify(name)} is no name of a CodeCommit repository`);
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d$/.test(region)) {
    throw new ReplicationError("usage", `${JSON.stringify(region)} is no AWS region; one is eu-central-1`);
  }
  const endpoints = readEndpoints(environment)[region] as
    ReturnType<typeof readEndpoints>[string] | undefined;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const url = `${endpoints?.git ?? `https://git-codecommit.${region}.${suffix}`}/v1/repos/${name}`;
  const chain = once(async () => {
    const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
    // Those that ask over the network (SSO, roles) go through the same proxy.
    return defaultProvider({
      profile,
      clientConfig: { requestHandler: handlerFor(`https://sts.${region}.${suffix}`) },
    });
  });
  const identity = async (forceRefresh = false): Promise<AwsCredentials> => {
    const provider = await chain();
    return credentialsOf(() => provider({ forceRefresh }), environment);
  };
  const codeCommit = once(async () => {
    const { CodeCommit } = await import("@aws-sdk/client-codecommit");
    return new CodeCommit({
      region,
      endpoint: endpoints?.api,
      credentials: () => identity(),
      requestHandler: handlerFor(endpoints?.api ?? `https://codecommit.${region}.${suffix}`),
    });
  });
  return {
    remote: {
      url,
      credentials: async (refused) => signCredentials(await identity(refused), url, region),
      account: `profile ${profile ?? ""}`,
      onlyV0: true,
    },
    arn: (abortSignal) =>
      translated(`reading the ARN of ${name} in ${region}`, async () => {
        const answer = await (await codeCommit()).getRepository({ repositoryName: name }, { abortSignal });
        return answer.repositoryMetadata?.Arn;
      }),
    defaultBranch: (abortSignal) =>
      translated(`reading the default branch of ${name} in ${region}`, async () => {
        const answer = await (await codeCommit()).getRepository({ repositoryName: name }, { abortSignal });
        return answer.repositoryMetadata?.defaultBranch;
      }),
    setDefaultBranch: (branch, abortSignal) =>
      translated(`setting the default branch of ${name} in ${region}`, async () => {
        const input = { repositoryName: name, defaultBranchName: branch };
        await (await codeCommit()).updateDefaultBranch(input, { abortSignal });
      }),
  };
}

/** For SDK clients of one host: without these limits the SDK waits for ever. */
function handlerFor(url: string): object {
  const agent = agentFor(new URL(url));
  const limits = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };
  return { ...limits, ...(url.startsWith("https:") ? { httpsAgent: agent } : { httpAgent: agent }) };
}

async function credentialsOf(
  identity: () => Promise<AwsCredentials>,
  environment: Environment,
): Promise<AwsCredentials> {
  try {
    return await identity();
  } catch (error) {
    const message = `no AWS credentials: ${messageOf(error)}`;
    const untrusted = certificateTrouble(error);
    if (untrusted !== undefined) {
      throw new ReplicationError("untrusted", `no AWS credentials: ${untrusted}`, { cause: error });
    }
    // A task has an endpoint that gives it credentials; when it does not, nobody has to sign in.
    if (
      environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI !== undefined ||
      environment.AWS_CONTAINER_CREDENTIALS_FULL_URI !== undefined
    ) {
      throw new ReplicationError("unavailable", `${message}; try again`, { cause: error });
    }
    throw new ReplicationError("access-denied", `${message}; sign in or set AWS_PROFILE`, { cause: error });
  }
}

async function translated<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ReplicationError) throw error;
    const name = error instanceof Error ? error.name : "";
    const message = `${what}: ${name} ${messageOf(error)}`;
    const untrusted = certificateTrouble(error);
    if (untrusted !== undefined) {
      throw new ReplicationError("untrusted", `${what}: ${untrusted}`, { cause: error });
    }
    if (name === "RepositoryDoesNotExistException") {
      throw new ReplicationError("not-found", `${message}; check name and region`, { cause: error });
    }
    // Source: CodeCommit API reference, "Errors" of GetRepository. A key that is unavailable may come back by itself.
    if (/^EncryptionKey(Disabled|NotFound)/.test(name)) {
      throw new ReplicationError("access-denied", `${message}; bring back the repository's KMS key`, {
        cause: error,
      });
    }
    if (/AccessDenied|Unrecognized|InvalidSignature|InvalidClientToken|ExpiredToken|Credentials/.test(name)) {
      throw new ReplicationError(
        "access-denied",
        `${message}; it needs codecommit:GetRepository on both sides, and to change the target codecommit:UpdateDefaultBranch there`,
        { cause: error },
      );
    }
    throw new ReplicationError("unavailable", `${message}; try again`, { cause: error });
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
