import { execFileSync, spawn } from "node:child_process";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { sendCgiResponse } from "../../local/cloud/codecommit/httpBackend";
import { gitEnvironment, password, user } from "./environment";

/**
 * A process of its own: stock git over HTTP on a free port of 127.0.0.1, which it tells its parent. Argument: the
 * folder of the repositories.
 */
const [root] = process.argv.slice(2);
// Not through `git`, which would leave the real process behind when it is killed.
const backend = path.join(
  execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(),
  "git-http-backend",
);

const expected = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

const server = http.createServer((request, response) => {
  // As hosts do: git asks without a password first, and again with one.
  if (request.headers.authorization !== expected) {
    request.resume();
    response.writeHead(401, { "WWW-Authenticate": 'Basic realm="bench"' }).end();
    return;
  }
  const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
  const length = request.headers["content-length"];
  const child = spawn(backend, {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      REMOTE_USER: "bench",
      REMOTE_ADDR: "127.0.0.1",
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      ...(length === undefined ? {} : { CONTENT_LENGTH: length }),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => request.resume());
  request.pipe(child.stdin);
  request.on("close", () => {
    if (!request.complete) child.kill("SIGKILL");
  });
  sendCgiResponse(child.stdout, response).then(
    () => response.end(),
    () => response.destroy(),
  );
});

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
