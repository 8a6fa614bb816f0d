import { randomBytes, randomInt } from "node:crypto";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * A unique id as IAM writes them: a four-letter prefix that tells the kind, then base32.
 *
 * @example iamId("AKIA", 16) // an access key id
 */
export function iamId(prefix: string, length: number): string {
  return prefix + Array.from({ length }, () => base32[randomInt(base32.length)]).join("");
}

/** An id as EC2 writes them: `vpc-` and 17 hex digits. */
export function ec2Id(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString("hex").slice(0, 17)}`;
}

/** A secret of `length` characters of base64's alphabet. */
export function secret(length: number): string {
  return randomBytes(length).toString("base64").slice(0, length);
}
