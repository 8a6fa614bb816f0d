import { once } from "node:events";
import * as net from "node:net";
import { expect } from "chai";
import { Connection } from "../../replicator/git/connection";
import { fetchPack } from "../../replicator/git/fetchPack";
import { packObjects } from "../../replicator/git/packObjects";
import { encodePacket } from "../../replicator/git/pktLine";
import { relay } from "../../replicator/relay";
import { failure } from "../support/failure";
import { cleanUp, cleanUps } from "../support/git";

const oid = "1".repeat(40);
const wish = { wants: [oid], haves: [], capabilities: ["side-band-64k"] };
const listed = {
  refs: new Map<string, string>(),
  extraHaves: [],
  unreadable: 0,
  capabilities: new Set(["side-band-64k"]),
};
const command = { ref: "refs/heads/main", from: "0".repeat(40), to: oid };

/** A source whose pack of seven objects never ends, and the end of what it is asked over. */
async function endlessSource(
  context: Mocha.Context,
): Promise<{ readonly connection: Connection; readonly closed: Promise<unknown> }> {
  const beginning = Buffer.from("\x01PACK\0\0\0\x02\0\0\0\x07", "latin1");
  const more = encodePacket(Buffer.alloc(60_000, 1));
  let closed = (_: unknown): void => undefined;
  const ended = new Promise((resolve) => (closed = resolve));
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined).once("close", closed);
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-result\r\n\r\n0008NAK\n");
      socket.write(encodePacket(Buffer.concat([beginning, Buffer.alloc(1_000)])));
      const pour = (): void => {
        while (socket.writable && socket.write(more));
      };
      socket.on("drain", pour);
      pour();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const connection = new Connection("source", { url: `http://127.0.0.1:${port}/a` });
  cleanUps(context).push(async () => {
    connection.close();
    server.close();
    await once(server, "close");
  });
  return { connection, closed: ended };
}

describe("A pack that nobody wants to its end", () => {
  afterEach(cleanUp);

  it("is not waited for by the source once its objects are counted", async function () {
    const { connection, closed } = await endlessSource(this);
    expect(await packObjects(await fetchPack(connection, wish), "beginning")).to.equal(7);
    await closed;
  });

  it("is not waited for by the source once it turned out to be too large", async function () {
    const { connection: source, closed } = await endlessSource(this);
    const target = new Connection("target", { url: "http://127.0.0.1:1/b" });
    const options = { pushed: new Set<string>(), unusable: 0, maximumObjects: 6 };
    const sides = { source, target };
    const error = await failure(relay(sides, { source: listed, target: listed }, [command], options));
    expect(error.message).to.include("the pack has 7 objects, more than 6");
    await closed;
  });

  it("is not waited for by the source when the push of it cannot begin", async function () {
    const { connection: source, closed } = await endlessSource(this);
    const credentials = () => Promise.reject(new Error("no credentials today"));
    const target = new Connection("target", { url: "http://127.0.0.1:1/b", credentials });
    const theirs = { ...listed, capabilities: new Set(["report-status"]) };
    const options = { pushed: new Set<string>(), unusable: 0 };
    const error = await failure(
      relay({ source, target }, { source: listed, target: theirs }, [command], options),
    );
    expect(error.message).to.include("no credentials today");
    await closed;
  });
});
