import { timingSafeEqual } from "node:crypto";
import type { Account } from "./account";
import { AwsError } from "./awsError";
import { iamId, secret } from "./identifiers";
import { optionalText, text } from "./properties";
import type { Authoriser } from "./iam/authoriser";
import { foreignIdentity, type Identity, roleIdentity, userIdentity } from "./iam/identity";
import type { IamTables } from "./iam/tables";

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Who an access key belongs to, and what proves it. */
export interface KeyOwner {
  readonly identity: Identity;
  readonly secretAccessKey: string;
}

/** Temporary credentials of roles and users. They live in memory: whoever holds some ends with the cloud. */
export class Sts {
  private readonly sessions = new Map<string, { credentials: TemporaryCredentials; identity: Identity }>();

  constructor(
    private readonly account: Account,
    private readonly tables: IamTables,
    private readonly authoriser: Authoriser,
  ) {}

  /**
   * A service takes a role, as its trust policy allows.
   *
   * @param service For example "lambda.amazonaws.com".
   * @param context What the service tells of the one it acts for. ECS does; Lambda tells nothing of its functions.
   * @throws {AwsError} AccessDenied when the trust policy does not, NoSuchEntity when there is no such role.
   */
  assumeRole(
    roleArn: string,
    service: string,
    session: string,
    context: Readonly<Record<string, string>> = {},
  ): TemporaryCredentials {
    const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const role = this.tables.roles.get(roleName);
    const identity = roleIdentity(this.tables, roleName, session);
    if (role === undefined || identity?.principalArn !== roleArn) {
      throw new AwsError("NoSuchEntity", `The role ${roleArn} cannot be found.`, 404);
    }
    const trust = text(role.inputs, "assumeRolePolicy");
    const decision = this.authoriser.decideService(service, "sts:AssumeRole", roleArn, trust, context);
    if (decision.effect !== "allow") {
      throw new AwsError(
        "AccessDenied",
        `${service} may not assume ${roleArn}: ${decision.explanation}`,
        403,
      );
    }
    return this.issue(identity, 3600);
  }

  /** New temporary credentials. @param seconds How long they count. */
  issue(identity: Identity, seconds: number): TemporaryCredentials {
    this.forgetExpired();
    const credentials = {
      accessKeyId: iamId("ASIA", 16),
      secretAccessKey: secret(40),
      sessionToken: secret(240),
      expiration: new Date(Date.now() + seconds * 1000),
    };
    this.sessions.set(credentials.accessKeyId, { credentials, identity });
    return credentials;
  }

  /** The owner of an access key; "expired" for a session that is over; undefined for no such key, or a wrong token. */
  ownerOf(accessKeyId: string, sessionToken: string | undefined): KeyOwner | "expired" | undefined {
    const session = this.sessions.get(accessKeyId);
    if (session !== undefined) {
      const { credentials, identity } = session;
      if (sessionToken === undefined || !equal(sessionToken, credentials.sessionToken)) return undefined;
      if (credentials.expiration.getTime() <= Date.now()) return "expired";
      return { identity, secretAccessKey: credentials.secretAccessKey };
    }
    if (sessionToken !== undefined) return undefined;
    const foreigner = this.tables.foreignUsers.get(accessKeyId);
    if (foreigner !== undefined) {
      const { secretAccessKey } = foreigner;
      return { identity: foreignIdentity(this.account.partition, foreigner), secretAccessKey };
    }
    const key = this.tables.accessKeys.get(accessKeyId);
    const identity = key === undefined ? undefined : userIdentity(this.tables, key.userName);
    return key === undefined || identity === undefined
      ? undefined
      : { identity, secretAccessKey: key.secretAccessKey };
  }

  /** The user of a git user name and password. */
  userOfGitCredential(serviceUserName: string, password: string): Identity | undefined {
    const credential = this.tables.credentials
      .values()
      .find(({ outputs }) => outputs.serviceUserName === serviceUserName);
    if (credential === undefined || optionalText(credential.inputs, "status") === "Inactive")
      return undefined;
    if (!equal(password, text(credential.outputs, "servicePassword"))) return undefined;
    return userIdentity(this.tables, text(credential.inputs, "userName"));
  }

  /** For a day a session is known to have expired. */
  private forgetExpired(): void {
    for (const [id, { credentials }] of this.sessions) {
      if (credentials.expiration.getTime() + 86_400_000 <= Date.now()) this.sessions.delete(id);
    }
  }
}

/** Compares secrets in a time that does not tell where they differ. */
export function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
