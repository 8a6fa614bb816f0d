import { type Account, arn } from "./account";
import { AwsError } from "./awsError";
import type { ApiCaller } from "./http/jsonApi";
import type { Elements, QueryService } from "./http/queryApi";
import { type Authoriser, prefixed, withMfa } from "./iam/authoriser";
import { type Identity, roleIdentity } from "./iam/identity";
import { sessionPolicies } from "./iam/sessionPolicies";
import type { IamTables } from "./iam/tables";
import { optionalNumber, text } from "./properties";
import type { Sts, TemporaryCredentials } from "./sts";

/** What would change what the credentials may do, and nothing here would look at. */
const unread = /^(SourceIdentity|TransitiveTagKeys|ProvidedContexts)/;

/** STS, as people and programs use it: roles and MFA sessions. Every operation is one of the query protocol's. */
export class StsApi implements QueryService {
  readonly namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

  readonly operations: QueryService["operations"] = {
    GetCallerIdentity: (_parameters, { identity }) => ({
      Arn: identity.arn,
      UserId: identity.userId,
      Account: accountOf(identity),
    }),
    GetSessionToken: (parameters, caller) => this.getSessionToken(parameters, caller),
    AssumeRole: (parameters, caller) => this.assumeRole(parameters, caller),
  };

  constructor(
    private readonly account: Account,
    private readonly tables: IamTables,
    private readonly authoriser: Authoriser,
    private readonly sts: Sts,
  ) {}

  private getSessionToken(parameters: URLSearchParams, { identity }: ApiCaller): Elements {
    if (identity.session !== undefined || identity.type !== "User") {
      throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
    }
    const seconds = duration(parameters, 43_200, 129_600);
    const mfaAt = this.mfa(parameters, identity);
    const session = { tags: {}, ...(mfaAt !== undefined && { mfaAt }) };
    return { Credentials: credentials(this.sts.issue({ ...identity, session }, seconds)) };
  }

  private assumeRole(parameters: URLSearchParams, caller: ApiCaller): Elements {
    const odd = [...parameters.keys()].find((name) => unread.test(name));
    if (odd !== undefined) throw invalid(`The local cloud cannot take "${odd}".`);
    const roleArn = required(parameters, "RoleArn");
    const session = required(parameters, "RoleSessionName");
    if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
      throw invalid(`RoleSessionName ${session}: 2 to 64 letters, digits or any of _+=,.@-`);
    }
    const tags = sessionTags(parameters);
    const policies = sessionPolicies(parameters, this.tables, session);
    const mfaAt = this.mfa(parameters, caller.identity);
    const keys = Object.keys(tags);
    const externalId = parameters.get("ExternalId");
    const question = {
      ...caller,
      resource: roleArn,
      context: {
        ...(mfaAt !== undefined && withMfa(mfaAt)),
        ...(externalId !== null && { "sts:ExternalId": externalId }),
        "sts:RoleSessionName": session,
        ...prefixed("aws:RequestTag/", tags),
        ...(keys.length > 0 && { "aws:TagKeys": keys }),
      },
    };
    const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const role = this.tables.roles.get(roleName);
    const identity = roleIdentity(this.tables, roleName, session);
    for (const action of keys.length > 0 ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]) {
      // As AWS: who may not assume a role is not told either whether it exists.
      const found = role !== undefined && identity?.principalArn === roleArn;
      const decision = found
        ? this.authoriser.decideTrust({ ...question, action }, text(role.inputs, "assumeRolePolicy"))
        : { effect: "implicitDeny", explanation: "no trust policy allows it" };
      if (decision.effect === "allow") continue;
      const { arn: who } = caller.identity;
      const deed = `is not authorized to perform: ${action} on resource: ${roleArn}`;
      throw new AwsError("AccessDenied", `User: ${who} ${deed}: ${decision.explanation}`, 403);
    }
    if (role === undefined || identity === undefined)
      throw new Error(`${roleArn} was decided on and is gone`);
    // A role that assumes another one has an hour at most, whatever that one allows.
    const chained = caller.identity.type === "AssumedRole";
    const most = chained ? 3600 : (optionalNumber(role.inputs, "maxSessionDuration") ?? 3600);
    const seconds = duration(parameters, 3600, most);
    return {
      AssumedRoleUser: { Arn: identity.arn, AssumedRoleId: identity.userId },
      Credentials: credentials(
        this.sts.issue({ ...identity, session: { tags, ...(policies && { policies }) } }, seconds),
      ),
    };
  }

  /**
   * Every user has one MFA device here, `arn:aws:iam::<account>:mfa/<user>`, and any six digits are its code.
   *
   * @returns When the code was given, now; undefined when none was.
   * @throws {AwsError} AccessDenied for another device, a code that is none, or a caller with temporary credentials.
   */
  private mfa(parameters: URLSearchParams, identity: Identity): number | undefined {
    const [serial, code] = [parameters.get("SerialNumber"), parameters.get("TokenCode")];
    if (serial === null && code === null) return undefined;
    const failed = (reason: string) =>
      new AwsError("AccessDenied", `MultiFactorAuthentication failed, ${reason}`, 403);
    if (serial === null || code === null) {
      throw failed("must provide both MFA serial number and one time pass code.");
    }
    const device = identity.home
      ? `arn:${this.account.partition}:iam::${identity.home.accountId}:mfa/${identity.name}`
      : arn(this.account, "iam", "", `mfa/${identity.name}`);
    if (identity.type !== "User" || identity.session !== undefined || serial !== device) {
      throw failed(`unable to validate MFA code. The device of ${identity.name} is ${device}.`);
    }
    if (!/^\d{6}$/.test(code)) throw failed("with invalid MFA one time pass code.");
    return Date.now();
  }
}

function accountOf({ arn: of }: Identity): string {
  return of.split(":")[4] ?? "";
}

function duration(parameters: URLSearchParams, usual: number, most: number): number {
  const given = parameters.get("DurationSeconds");
  const seconds = given === null ? usual : Number(given);
  if (!Number.isInteger(seconds) || seconds < 900) {
    throw invalid(`DurationSeconds is ${given}: at least 900, and a whole number`);
  }
  if (seconds > most) {
    throw invalid(`The requested DurationSeconds exceeds the MaxSessionDuration set for this role: ${most}.`);
  }
  return seconds;
}

/** AWS: at most 50, keys up to 128 and values up to 256 characters. */
function sessionTags(parameters: URLSearchParams): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (let index = 1; parameters.has(`Tags.member.${index}.Key`); index++) {
    const key = required(parameters, `Tags.member.${index}.Key`);
    const value = parameters.get(`Tags.member.${index}.Value`) ?? "";
    if (index > 50 || key.length > 128 || value.length > 256) {
      throw invalid("At most 50 tags, with keys of 128 and values of 256 characters");
    }
    if (Object.keys(tags).some((other) => other.toLowerCase() === key.toLowerCase())) {
      throw new AwsError("InvalidParameterValue", `Duplicate tag keys found: ${key}`);
    }
    tags[key] = value;
  }
  return tags;
}

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name) ?? "";
  if (value === "") throw invalid(`${name} is missing`);
  return value;
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

function credentials({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: TemporaryCredentials): Elements {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}
