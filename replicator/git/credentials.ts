import { createHash, createHmac } from "node:crypto";

/** What goes into HTTP Basic. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The part of the AWS SDK's credentials that signing needs. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Signs git credentials for one CodeCommit repository with the keys of an IAM identity, as
 * git-remote-codecommit does: SigV4 with the method `GIT`, without a payload hash. They hold for about
 * 15 minutes, for every request to this URL, so sign for each request.
 *
 * @param url The repository, for example https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/payments-api
 * @param region The region of the repository, not of the caller.
 */
export function signCredentials(
  identity: AwsCredentials,
  url: string,
  region: string,
  now = new Date(),
): Credentials {
  const { hostname, pathname } = new URL(url);
  // The signature is over the timestamp without the Z that the password shows.
  const timestamp = now.toISOString().replace(/[-:]|\.\d+Z$/g, "");
  const date = timestamp.slice(0, 8);
  const canonical = `GIT\n${pathname}\n\nhost:${hostname}\n\nhost\n`;
  const scope = `${date}/${region}/codecommit/aws4_request`;
  const digest = createHash("sha256").update(canonical).digest("hex");
  const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${digest}`;
  const key = scope.split("/").reduce<Buffer>(hmac, Buffer.from(`AWS4${identity.secretAccessKey}`));
  const token = identity.sessionToken === undefined ? "" : `%${identity.sessionToken}`;
  return {
    username: identity.accessKeyId + token,
    password: `${timestamp}Z${hmac(key, toSign).toString("hex")}`,
  };
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
