import { EngineError } from "../errors";

/** An IPv4 block: its first address as a number and the length of its prefix. */
interface Block {
  readonly base: number;
  readonly bits: number;
}

/**
 * The public subnets of a VPC that has no others, one in each availability zone, as awsx divides it:
 * the block is split evenly between the zones, and each subnet takes the beginning of its zone's part.
 * Strategy "Legacy" (awsx/ec2/subnetDistributorLegacy.ts) makes it a /20 at most; "Auto"
 * (subnetDistributorNew.ts) takes the whole part.
 *
 * @param mask the subnet's prefix length, if the program sets one
 * @returns CIDR blocks in the order of the zones
 * @throws EngineError when they do not fit
 */
export function publicSubnets(
  cidr: string,
  zones: number,
  strategy: "Legacy" | "Auto",
  mask: number | undefined,
): readonly string[] {
  const vpc = parse(cidr);
  const zoneBits = vpc.bits + Math.ceil(Math.log2(zones));
  const bits = mask ?? (strategy === "Legacy" ? Math.max(zoneBits, 20) : zoneBits);
  if (bits < zoneBits || bits > 32) {
    throw new EngineError(
      `subnetSpecs: a /${bits} subnet in each of ${zones} availability zones does not fit into ${cidr}`,
    );
  }
  return Array.from({ length: zones }, (_, at) =>
    format({ base: vpc.base + at * 2 ** (32 - zoneBits), bits }),
  );
}

function parse(cidr: string): Block {
  const [, a, b, c, d, length] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr) ?? [];
  const bytes = [a, b, c, d].map(Number);
  const bits = Number(length);
  if (bytes.some((byte) => !(byte <= 255)) || !(bits <= 32)) {
    throw new EngineError(`cidrBlock: ${cidr} is not an IPv4 block such as 10.0.0.0/16`);
  }
  return { base: bytes.reduce((sum, byte) => sum * 256 + byte, 0), bits };
}

function format({ base, bits }: Block): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${bytes.join(".")}/${bits}`;
}
