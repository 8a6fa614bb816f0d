import { userIdentity } from "../iam/identity";
import type { IamTables } from "../iam/tables";
import type { RepositoryAccess } from "./access";
import type { Repositories } from "./repositories";

/** What a user could ask for. */
export interface AccessQuestion {
  /** The name of a user of this account. */
  readonly user: string;
  /** Whether with the credentials of a session with MFA. */
  readonly mfa: boolean;
  /** For example "codecommit:GitPush". */
  readonly action: string;
  readonly region: string;
  readonly repository: string;
  /** The full name of the ref that moves, for actions with codecommit:References. */
  readonly reference?: string;
}

interface Parts {
  readonly iam: IamTables;
  readonly repositories: Repositories;
  readonly access: RepositoryAccess;
}

/**
 * Why a user may not do that, decided as for a real request.
 *
 * @throws {AwsError} RepositoryDoesNotExistException.
 */
export function refusalOf(
  { iam, repositories, access }: Parts,
  question: AccessQuestion,
): string | undefined {
  const { user, mfa, action, region, reference } = question;
  const repository = repositories.get(region, question.repository);
  const found = userIdentity(iam, user);
  if (found === undefined) return `there is no user ${user}`;
  const identity = mfa ? { ...found, session: { tags: {}, mfaAt: Date.now() } } : found;
  const caller = { identity, region, sourceIp: "127.0.0.1" };
  const refusal =
    access.refusal(caller, action, repository, reference) ??
    (action === "codecommit:GitPull" || reference !== undefined
      ? access.keyRefusal(caller, repository, reference !== undefined)
      : undefined);
  return refusal?.reason;
}
