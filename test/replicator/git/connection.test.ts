import { spawn } from "node:child_process";
import diagnostics from "node:diagnostics_channel";
import { once } from "node:events";
import * as net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Connection } from "../../../replicator/git/connection";
import { withoutCredentials } from "../../../replicator/git/withoutCredentials";
import { collect } from "../../support/chunks";
import { failure } from "../../support/failure";
import { cleanUp, cleanUps } from "../../support/git";
import { GitServer } from "../../support/gitServer";

const report = "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-receive-pack-result\r\n";

/** A server that is told what to do with each TCP connection. */
async function listen(context: Mocha.Context, onConnection: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUps(context).push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/b`;
}

function connect(
  context: Mocha.Context,
  url: string,
  options: ConstructorParameters<typeof Connection>[2],
): Connection {
  const connection = new Connection("target", { url }, options);
  cleanUps(context).push(() => {
    connection.close();
    return Promise.resolve();
  });
  return connection;
}

const textOf = async (answer: AsyncIterable<Buffer>): Promise<string> =>
  Buffer.concat(await collect(answer)).toString();

describe("A connection", () => {
  afterEach(cleanUp);

  it("does not cancel a push whose last byte is on its way", async function () {
    const stop = new AbortController();
    let received = 0;
    const url = await listen(this, (socket) => {
      // Takes the rest only when the client was told to stop.
      socket.once("data", (data) => {
        socket.pause();
        received += data.length;
        setImmediate(() => {
          stop.abort();
          socket.on("data", (more) => {
            received += more.length;
            if (received > 8_000_000) socket.end(`${report}Content-Length: 4\r\n\r\ndone`);
          });
          socket.resume();
        });
      });
    });
    const connection = connect(this, url, { signal: stop.signal });
    const answer = await connection.post("git-receive-pack", [Buffer.alloc(8_000_000)], { final: true });
    expect(stop.signal.aborted).to.equal(true);
    expect(await textOf(answer)).to.equal("done");
  });

  for (const closes of [true, false]) {
    it(`hears why a push fails that is still being sent, from a server that ${closes ? "closes" : "stays"}`, async function () {
      const url = await listen(this, (socket) => {
        socket.once("data", () => {
          socket.pause();
          socket.write(`${report}Content-Length: 9\r\n\r\ndisk full`);
          if (closes) socket.end();
        });
      });
      const connection = connect(this, url, { idleMilliseconds: 5_000 });
      let sent = 0;
      async function* endless(): AsyncGenerator<Buffer> {
        for (;;) {
          yield await Promise.resolve(Buffer.alloc(65_536));
          sent += 65_536;
        }
      }
      expect(await textOf(await connection.post("git-receive-pack", endless(), { final: true }))).to.equal(
        "disk full",
      );
      expect(sent).to.be.greaterThan(0);
    });
  }

  it("goes on with a push when only the header of the answer is there", async function () {
    const url = await listen(this, (socket) => {
      socket.once("data", () => {
        socket.write(`${report}Transfer-Encoding: chunked\r\n\r\n`);
        let tail = "";
        socket.on("data", (data) => {
          tail = (tail + data.toString("latin1")).slice(-20);
          if (tail.endsWith("\r\n0\r\n\r\n")) socket.end("4\r\ndone\r\n0\r\n\r\n");
        });
      });
    });
    const connection = connect(this, url, {});
    async function* slow(): AsyncGenerator<Buffer> {
      for (let count = 0; count < 20; count++) {
        await sleep(1);
        yield Buffer.alloc(10_000);
      }
    }
    const answer = await connection.post("git-receive-pack", slow(), { final: true });
    expect(await textOf(answer)).to.equal("done");
    expect(connection.bytesOut).to.equal(200_000);
  });

  it("does not stop after each piece of a push to wait for the receiver", async function () {
    const server = await GitServer.start(this);
    const headers = { "Content-Type": "application/x-git-receive-pack-result" };
    server.onRequest = () => Promise.resolve({ headers, body: Buffer.from("done") });
    let stops = 0;
    const count = (message: unknown): void => {
      (message as { socket: net.Socket }).socket.on("drain", () => (stops += 1));
    };
    diagnostics.subscribe("net.client.socket", count);
    cleanUps(this).push(() => Promise.resolve(void diagnostics.unsubscribe("net.client.socket", count)));
    async function* pieces(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 256; piece++) yield await Promise.resolve(Buffer.alloc(16 * 1024));
    }
    const connection = connect(this, server.url("b"), {});
    const answer = await connection.post("git-receive-pack", pieces(), { final: true });
    expect(await textOf(answer)).to.equal("done");
    expect(server.bytesReceived).to.equal(4 * 1024 * 1024);
    // Each stop means that 128 KiB were waiting.
    expect(stops).to.be.within(1, 32);
  });

  it("gives up a host that does not take the connection", async function () {
    // A listener that never accepts, and whose queue is full, drops what comes next.
    const script = `const server = require("node:net").createServer();
      server.listen(0, "127.0.0.1", 1, () => {
        process.stdout.write(String(server.address().port), () =>
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
      });`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    cleanUps(this).push(async () => {
      child.kill("SIGKILL");
      await once(child, "close");
    });
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const filling = Array.from({ length: 8 }, () => net.connect(Number(port.toString()), "127.0.0.1"));
    cleanUps(this).push(() => {
      for (const socket of filling) socket.destroy();
      return Promise.resolve();
    });
    for (const socket of filling) socket.on("error", () => undefined);
    await sleep(200);
    const connection = connect(this, `http://127.0.0.1:${port.toString()}/b`, { idleMilliseconds: 300 });
    expect(await failure(connection.get("/info/refs", "text/plain"))).to.include({ code: "timeout" });
  });

  it("knows what a status means when its page never ends, or breaks off", async function () {
    const url = await listen(this, (socket) => {
      socket.once("data", (request) => {
        if (request.includes("/cut")) {
          socket.end("HTTP/1.1 401 No\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nwho?");
          return;
        }
        socket.write("HTTP/1.1 403 No\r\nContent-Type: text/plain\r\n\r\n");
        const more = (): void => {
          while (socket.writable && socket.write("no ".repeat(10_000)));
        };
        socket.on("drain", more);
        more();
      });
    });
    const connection = connect(this, url, { idleMilliseconds: 5_000 });
    for (const [path, words] of [
      ["/cut", "answers 401 (who?)"],
      ["/endless", "answers 403 (no no"],
    ]) {
      const error = await failure(connection.get(path, "text/plain"));
      expect(error).to.include({ code: "access-denied" });
      expect(error.message).to.include(words);
    }
    expect(connection.bytesIn).to.be.lessThan(500_000);
  });

  it("names every address that refused", function () {
    const refused = ["connect ECONNREFUSED ::1:1", "connect ECONNREFUSED 127.0.0.1:1"];
    const errors = refused.map((message) => new Error(message));
    const { message } = connect(this, "http://localhost:1/b", {}).blame(new AggregateError(errors));
    expect(message).to.include(refused.join(", "));
  });
});

describe("A text without credentials", () => {
  it("holds no part of a password, whatever characters it has", () => {
    for (const password of ["simple", "pa/ss", "12/3@4", "a@b", "?#", ":"]) {
      expect(withoutCredentials(`see https://ada:${password}@host/x, then`)).to.equal(
        "see https://host/x, then",
      );
    }
  });
});
