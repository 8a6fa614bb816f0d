const secretName =
  /(password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|private_?key|credential)/i;
/** They tell where a secret is, not what it is. */
const reference = /(_|\b)(arn|id|ids|name|url|uri|path|file|alias|ttl|seconds|length)$/i;
const secretValues = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_\w{36}/,
  /\bxox[abprs]-\w+/,
  /\beyJ[\w-]+\.eyJ[\w-]+\./,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
];

/** Whether an environment variable looks as if it held a secret: by its name, or by the form of its value. */
export function looksSecret(name: string, value: unknown): boolean {
  const named = secretName.test(name) && !reference.test(name) && value !== "";
  return named || (typeof value === "string" && secretValues.some((form) => form.test(value)));
}
