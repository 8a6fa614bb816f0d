import { isIP } from "node:net";

/**
 * Whether blocks of addresses are so many that they stand for the internet: together more than a /8 of IPv4, or more
 * than a /16 of IPv6 that is not a private network's. No company has as many.
 * @param blocks CIDR; what is none counts as the internet.
 */
export function isInternet(blocks: readonly string[]): boolean {
  const sizes = { 4: new Set<string>(), 6: new Set<string>() };
  for (const block of blocks) {
    const found = parsed(block);
    if (!found) return true;
    if (!found.isPrivate) sizes[found.family].add(`${found.first}/${found.length}`);
  }
  return share(sizes[4]) > 2 ** -8 || share(sizes[6]) > 2 ** -16;
}

/** Blocks that overlap are counted twice, which is on the safe side. */
const share = (blocks: ReadonlySet<string>) =>
  [...blocks].reduce((sum, block) => sum + 2 ** -Number(block.slice(block.indexOf("/") + 1)), 0);

interface Block {
  readonly family: 4 | 6;
  readonly first: string;
  readonly length: number;
  readonly isPrivate: boolean;
}

function parsed(block: string): Block | undefined {
  const [, first, digits] = /^([^/]+)\/(\d{1,3})$/.exec(block.trim()) ?? [];
  if (first === undefined) return undefined;
  const [family, length] = [isIP(first), Number(digits)];
  if (family === 4 && length <= 32) return { family, first, length, isPrivate: isPrivate(first, length) };
  if (family !== 6 || length > 128) return undefined;
  // RFC 4193: fc00::/7. Nothing of it is routed on the internet.
  return { family, first, length, isPrivate: length >= 7 && /^f[cd][0-9a-f]{2}:/i.test(first) };
}

/** RFC 1918. */
const isPrivate = (first: string, length: number) =>
  (length >= 8 && first.startsWith("10.")) ||
  (length >= 12 && /^172\.(1[6-9]|2\d|3[01])\./.test(first)) ||
  (length >= 16 && first.startsWith("192.168."));
