import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { ServerResponse } from "node:http";
import type { Readable, Writable } from "node:stream";
import { write } from "../http/streams";
import { gitEnvironment } from "./git";

export interface BackendRequest {
  /** The directory that holds the repositories. */
  readonly root: string;
  /** `/<repository>/info/refs` and its like. */
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly query: string;
  readonly contentType?: string | undefined;
  readonly hooks: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Stock git, set to behave as CodeCommit as far as it can be. It would still take offset deltas in a pushed pack,
 * which CodeCommit refuses, if a client sends them although they are not offered.
 */
const settings: Readonly<Record<string, string>> = {
  "http.receivepack": "true",
  "receive.advertiseAtomic": "false",
  "repack.useDeltaBaseOffset": "false",
  "uploadpack.allowTipSHA1InWant": "true",
  "uploadpack.allowReachableSHA1InWant": "true",
  // Housekeeping would run on in the background after the push.
  "receive.autogc": "false",
};

/** Starts git http-backend as a CGI program. GIT_PROTOCOL is not passed on: CodeCommit speaks version 0. */
export function spawnBackend(request: BackendRequest): ChildProcessByStdio<Writable, Readable, null> {
  const configuration = Object.entries({ ...settings, "core.hooksPath": request.hooks });
  return spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      ...gitEnvironment,
      ...Object.fromEntries(
        configuration.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
      GIT_CONFIG_COUNT: String(configuration.length),
      GIT_PROJECT_ROOT: request.root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: request.path,
      REQUEST_METHOD: request.method,
      QUERY_STRING: request.query,
      CONTENT_TYPE: request.contentType ?? "",
      ...request.environment,
    },
  });
}

/**
 * Sends what the CGI program prints as the response, and leaves the response open.
 *
 * A client that goes away does not stop the reading: a push it has sent completely counts.
 *
 * @param edit Changes the body on its way.
 */
export async function sendCgiResponse(
  output: Readable,
  response: ServerResponse,
  edit: (body: AsyncIterable<Buffer>) => AsyncIterable<Buffer> = (body) => body,
): Promise<void> {
  const chunks = (output as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const next = await chunks.next();
    if (next.done === true) throw new Error("git http-backend gave no response");
    head = Buffer.concat([head, next.value]);
    end = head.indexOf("\r\n\r\n");
  }
  for (const line of head.toString("latin1", 0, end).split("\r\n")) {
    const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(line) ?? [];
    if (name === "Status") response.statusCode = Number(value.slice(0, 3));
    else if (name !== "") response.setHeader(name, value);
  }
  const rest = head.subarray(end + 4);
  const body = async function* (): AsyncGenerator<Buffer> {
    if (rest.length > 0) yield rest;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  for await (const chunk of edit(body())) await write(response, chunk);
}
