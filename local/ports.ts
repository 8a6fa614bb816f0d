import { createServer } from "node:net";
import { once } from "node:events";
import { EngineError } from "./engine";
import { holderOfPort } from "./portHolder";

/** The port of the region where people push, unless `--port` says otherwise; the other regions follow. */
export const usualPort = 8420;

/**
 * How far each region's port is from the first one: regions that are known keep theirs, new ones take the next.
 *
 * @param regions the primary's first
 */
export function offsetsOf(
  regions: readonly string[],
  known: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const offsets: Record<string, number> = { ...known };
  for (const region of regions) {
    offsets[region] ??= Object.keys(offsets).length === 0 ? 0 : Math.max(...Object.values(offsets)) + 1;
  }
  return offsets;
}

/**
 * @param base the first region's port; 0 for ports that are free
 * @throws EngineError when there is no such port
 */
export function portsOf(base: number, offsets: Readonly<Record<string, number>>): Map<string, number> {
  const most = 65_535 - Math.max(0, ...Object.values(offsets));
  if (!Number.isInteger(base) || base < 0 || base > most) {
    throw new EngineError(`--port ${base}: use a number from 1024 to ${most}, for example ${usualPort}`);
  }
  return new Map(Object.entries(offsets).map(([region, offset]) => [region, base === 0 ? 0 : base + offset]));
}

/** @throws EngineError when one of them is taken or reserved, with who has it where that can be told */
export async function refuseTaken(ports: ReadonlyMap<string, number>): Promise<void> {
  for (const [region, port] of ports) {
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
    } catch (error) {
      throw new EngineError(whyNot(region, port, error), { cause: error });
    }
    server.close();
    await once(server, "close");
  }
}

function whyNot(region: string, port: number, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const elsewhere = "choose another with --port, for example npm start -- --port 8520";
  switch (code) {
    case "EADDRINUSE": {
      const holder = holderOfPort(port);
      const who = holder === undefined ? "another process" : `process ${holder.pid} (${holder.command})`;
      return `port ${port}, which ${region} needs, is taken by ${who}: end it, or ${elsewhere}`;
    }
    case "EACCES":
      return `port ${port}, which ${region} needs, is reserved for the system: ${elsewhere}`;
    default:
      return `port ${port}, which ${region} needs: ${message}; ${elsewhere}`;
  }
}
