/** The line that ssh-keygen writes into a .pub file, from the two numbers of a public RSA key, base64url. */
export function sshKeyLine({ n = "", e = "" }: { readonly n?: string; readonly e?: string }): string {
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const mpint = (text: string) => field(Buffer.concat([Buffer.of(0), Buffer.from(text, "base64url")]));
  return `ssh-rsa ${Buffer.concat([field(Buffer.from("ssh-rsa")), mpint(e), mpint(n)]).toString("base64")}`;
}
