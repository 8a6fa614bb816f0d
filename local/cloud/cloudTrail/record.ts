import { randomUUID } from "node:crypto";
import type { Account } from "../account";
import { type Identity } from "../iam/identity";

/** One call of an API, as a service knows it. */
export interface ApiCall {
  /** Absent for the one who runs the program. */
  readonly caller?: { readonly identity: Identity; readonly sourceIp: string };
  readonly region: string;
  /** For example "codecommit". */
  readonly service: string;
  /** For example "GitPush". */
  readonly name: string;
  readonly readOnly: boolean;
  readonly parameters?: object;
  readonly additional?: object;
  /** ARN and type of what the call is about, for example "AWS::CodeCommit::Repository". */
  readonly resource?: { readonly arn: string; readonly type: string };
  readonly error?: { readonly code: string; readonly message: string };
}

/** What CloudTrail writes of a call. */
export interface TrailRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly readOnly: boolean;
  readonly [field: string]: unknown;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function trailRecord(account: Account, call: ApiCall): TrailRecord {
  const { accountId } = account;
  return {
    eventVersion: "1.11",
    userIdentity: userIdentity(account, call.caller?.identity),
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: call.caller?.sourceIp ?? "127.0.0.1",
    userAgent: "local",
    ...(call.error !== undefined && { errorCode: call.error.code, errorMessage: call.error.message }),
    requestParameters: call.parameters ?? null,
    // What AWS answers may hold secrets, which CloudTrail takes out one by one; nothing here needs the rest.
    responseElements: null,
    ...(call.additional !== undefined && { additionalEventData: call.additional }),
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: call.readOnly,
    ...(call.resource !== undefined && {
      resources: [{ ARN: call.resource.arn, accountId, type: call.resource.type }],
    }),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: "Management",
  };
}

function userIdentity({ accountId, partition }: Account, identity: Identity | undefined): object {
  if (identity === undefined) {
    const userName = "operator";
    const arn = `arn:${partition}:iam::${accountId}:user/${userName}`;
    return { type: "IAMUser", principalId: "AIDAIOSFODNN7EXAMPLE", arn, accountId, userName };
  }
  const { type, name, arn, principalArn, userId } = identity;
  const owner = arn.split(":")[4];
  if (type === "User") return { type: "IAMUser", principalId: userId, arn, accountId: owner, userName: name };
  const sessionIssuer = {
    type: "Role",
    principalId: userId.split(":")[0],
    arn: principalArn,
    accountId: owner,
    userName: name,
  };
  return {
    type: "AssumedRole",
    principalId: userId,
    arn,
    accountId: owner,
    sessionContext: { sessionIssuer },
  };
}
