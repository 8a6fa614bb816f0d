import type * as http from "node:http";
import type { Readable } from "node:stream";

/** What a test lets a server say. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Break the connection after the body instead of ending the answer: close it, or reset it. */
  readonly cut?: boolean | "reset";
  /** Keep back what comes after so many bytes of the body. */
  readonly hold?: { readonly after: number; readonly until: Promise<unknown> };
}

/** Sends an answer as a server would, or breaks it. */
export async function send(
  response: http.ServerResponse,
  { status = 200, headers, body, cut, hold }: Answer,
): Promise<void> {
  response.writeHead(status, headers).flushHeaders();
  const begun = hold?.after ?? body.length;
  await write(response, body.subarray(0, begun));
  await hold?.until;
  await write(response, body.subarray(begun));
  if (cut === "reset") response.socket?.resetAndDestroy();
  else if (cut === true) response.destroy();
  else response.end();
}

function write(response: http.ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Passes on what a CGI program prints, at the pace of the receiver. */
export function streamAnswer(stdout: Readable, response: http.ServerResponse): void {
  let head: Buffer | undefined = Buffer.alloc(0);
  stdout.on("data", (chunk: Buffer) => {
    if (head !== undefined) {
      head = Buffer.concat([head, chunk]);
      if (!head.includes("\r\n\r\n")) return;
      const { headers, status, body } = parseCgi(head);
      head = undefined;
      response.writeHead(status, headers);
      response.write(body);
    } else if (!response.write(chunk) && !response.destroyed) {
      stdout.pause();
      response.once("drain", () => stdout.resume());
    }
  });
  // Of an answer that the client does not want to its end; else the program would wait for somebody to read it.
  response.once("close", () => stdout.destroy());
  stdout.on("end", () => response.end());
}

export function parseCgi(output: Buffer): { headers: Record<string, string>; status: number; body: Buffer } {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.toString("latin1", 0, end).split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(": "))) as Record<string, string>;
  return { headers, status: parseInt(headers.Status ?? "200", 10), body: output.subarray(end + 4) };
}
