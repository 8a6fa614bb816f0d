import { password, user } from "./environment";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";

/** What lies between a client and a server. */
export interface Profile {
  readonly name: string;
  /** Round-trip time in milliseconds. */
  readonly roundTrip: number;
  /** In megabits a second, each way; Infinity: as fast as it goes. */
  readonly megabits: number;
}

export const loopback: Profile = { name: "loopback", roundTrip: 0, megabits: Infinity };
/** Between two regions of one continent. */
export const wan: Profile = { name: "wan", roundTrip: 80, megabits: 240 };

/** A repository behind a port of this machine. */
export function urlOn(port: number, path: string): string {
  return `http://${user}:${password}@127.0.0.1:${port}/${path}`;
}

/** How much may be on its way, in bytes: more than the product of rate and delay, as a tuned TCP has it. */
const inFlight = 8 * 1024 * 1024;

/** A proxy that counts bytes and takes its time, in order, byte for byte. */
export class Link {
  /** Bytes from clients to the server, and back. */
  up = 0;
  down = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly profile: Profile,
  ) {}

  static async to(port: number, profile: Profile): Promise<Link> {
    const server = createServer({ allowHalfOpen: true });
    const link = new Link(server, profile);
    server.on("connection", (client) => link.join(client, port));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return link;
  }

  url(path: string): string {
    return urlOn((this.server.address() as AddressInfo).port, path);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(client: Socket, port: number): void {
    const server = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.sockets.add(socket);
      socket
        .on("error", () => undefined)
        .once("close", () => {
          this.sockets.delete(socket);
          client.destroy();
          server.destroy();
        });
    }
    // A connection costs a round trip before its first byte.
    const open = performance.now() + this.profile.roundTrip;
    this.pump(client, server, open, (bytes) => (this.up += bytes));
    this.pump(server, client, open, (bytes) => (this.down += bytes));
  }

  private pump(from: Socket, to: Socket, open: number, count: (bytes: number) => void): void {
    const line = new Line(this.profile, open);
    from.on("data", (chunk: Buffer) => {
      count(chunk.length);
      if (!line.send(to, chunk)) from.pause();
    });
    from.on("end", () => {
      line.end(to);
    });
    line.onRoom = () => from.resume();
  }
}

/** One direction of a connection: what goes in first comes out first, later. */
class Line {
  onRoom = (): void => undefined;
  private readonly queue: { readonly at: number; readonly chunk: Buffer | undefined }[] = [];
  private waiting = 0;
  private busy = false;

  constructor(
    private readonly profile: Profile,
    /** When the line is free for the next byte. */
    private free: number,
  ) {}

  /** @returns false if there is no room for more; `onRoom` tells when there is */
  send(to: Socket, chunk: Buffer): boolean {
    const bytesPerMillisecond = (this.profile.megabits * 1_000_000) / 8 / 1_000;
    this.free = Math.max(this.free, performance.now()) + chunk.length / bytesPerMillisecond;
    this.waiting += chunk.length;
    this.add(to, chunk);
    return this.waiting <= inFlight;
  }

  end(to: Socket): void {
    this.add(to, undefined);
  }

  private add(to: Socket, chunk: Buffer | undefined): void {
    this.queue.push({ at: this.free + this.profile.roundTrip / 2, chunk });
    if (!this.busy) this.deliver(to);
  }

  /** The first in the queue, when it is due, and all after it that are due too. */
  private deliver(to: Socket): void {
    this.busy = false;
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      const delay = this.profile.roundTrip === 0 ? 0 : next.at - performance.now();
      const later = (): void => {
        this.deliver(to);
      };
      if (delay > 0) {
        this.busy = true;
        setTimeout(later, delay);
        return;
      }
      this.queue.shift();
      if (next.chunk === undefined) {
        to.end();
        return;
      }
      this.waiting -= next.chunk.length;
      if (!to.destroyed && !to.write(next.chunk)) {
        this.busy = true;
        to.once("drain", later);
        return;
      }
      if (this.waiting <= inFlight) this.onRoom();
    }
  }
}
