import type { IncomingMessage, ServerResponse } from "node:http";
import type { Tasks } from "./tasks";

/** What the SDKs ask inside a container. @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
export function containerCredentials(tasks: Tasks, request: IncomingMessage, response: ServerResponse): void {
  const found = tasks.credentials(request.url ?? "", request.headers.authorization ?? "");
  response.setHeader("Content-Type", "application/json");
  if (found === undefined) {
    response.writeHead(401).end(JSON.stringify({ code: "AccessDenied", message: "Wrong token" }));
    return;
  }
  const { roleArn, keys } = found;
  const answer = {
    RoleArn: roleArn,
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    Token: keys.sessionToken,
    Expiration: keys.expiration.toISOString(),
  };
  response.end(JSON.stringify(answer));
}
