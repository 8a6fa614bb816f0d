import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { messageOf } from "../awsError";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One region's server, on 127.0.0.1. */
export class RegionServer {
  private constructor(
    private readonly server: Server,
    private readonly underWay: ReadonlySet<Promise<void>>,
    /** For example "http://127.0.0.1:40123". */
    readonly url: string,
  ) {}

  /**
   * @param failed Told of a request that failed for no reason of its client's.
   * @param port 0 for one that is free.
   * @throws Error with the code EADDRINUSE when the port is taken, and EACCES when it is reserved.
   */
  static async start(
    handler: Handler,
    failed: (message: string) => void,
    port: number,
  ): Promise<RegionServer> {
    const underWay = new Set<Promise<void>>();
    const server = createServer((request, response) => {
      const work = handler(request, response).catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        failed(`${request.method} ${request.url}: ${messageOf(error)}`);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end("InternalFailure\n");
      });
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    });
    // A push may take as long as it takes.
    server.requestTimeout = 0;
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return new RegionServer(server, underWay, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** Ends the connections, and waits for what their requests still do. */
  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
    await Promise.all(this.underWay);
  }
}
