import { createPublicKey } from "node:crypto";
import { z } from "zod";

/** IAM user guide, "Use IAM with CodeCommit: SSH keys": RSA only, this many bits. */
const bits = { least: 2048, most: 16384 };

/**
 * An SSH public key as IAM takes it: one line `ssh-rsa …`, or PEM. The message never repeats what was pasted, which may
 * be a private key.
 */
export const sshPublicKey = z
  .string()
  .transform((key) => key.trim())
  .superRefine((key, context) => {
    const problem = sshKeyProblem(key);
    if (problem !== undefined) {
      context.addIssue({ code: "custom", message: problem });
    }
  });

/** `SSH` for one line, `PEM` for the longer form: what IAM calls the encoding. */
export function sshKeyEncoding(key: string): "SSH" | "PEM" {
  return key.startsWith("-----BEGIN") ? "PEM" : "SSH";
}

/** The key itself: who made it and where does not make it another one. */
export function withoutComment(key: string): string {
  return sshKeyEncoding(key) === "PEM" ? key : key.split(" ").slice(0, 2).join(" ");
}

function sshKeyProblem(key: string): string | undefined {
  if (key.includes("PRIVATE KEY")) {
    return "this is a PRIVATE key: take it out of the file, replace it, and paste the .pub file instead.";
  }
  const length = sshKeyEncoding(key) === "PEM" ? pemBits(key) : lineBits(key);
  if (length === undefined) {
    return "is not an RSA public key; IAM takes no other. Make one with: ssh-keygen -t rsa -b 4096, and paste the .pub file.";
  }
  return length < bits.least || length > bits.most
    ? `has ${length} bits; IAM takes ${bits.least} to ${bits.most}. Make one with: ssh-keygen -t rsa -b 4096.`
    : undefined;
}

function pemBits(key: string): number | undefined {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(key);
    return asymmetricKeyType === "rsa" ? asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    return undefined;
  }
}

/** The bits of `ssh-rsa BASE64 comment`: three fields, each behind its length (RFC 4253, 6.6). */
function lineBits(key: string): number | undefined {
  const body = /^ssh-rsa ([A-Za-z0-9+/]+={0,2})( .*)?$/.exec(key)?.[1];
  const [type, exponent, modulus, ...more] = fields(Buffer.from(body ?? "", "base64"));
  if (type?.toString() !== "ssh-rsa" || exponent === undefined || modulus === undefined || more.length > 0) {
    return undefined;
  }
  const hex = modulus.toString("hex").replace(/^0+/, "");
  return hex === "" ? 0 : BigInt(`0x${hex}`).toString(2).length;
}

function fields(body: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= body.length;) {
    const end = at + 4 + body.readUInt32BE(at);
    if (end > body.length) {
      return [];
    }
    found.push(body.subarray(at + 4, end));
    at = end;
  }
  return found;
}
