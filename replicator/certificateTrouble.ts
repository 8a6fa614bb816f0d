/** Of a certificate that nobody here vouches for. Source: Node's documentation of TLS, "X509 certificate error codes". */
const unknownIssuer = new Set([
  "CERT_REJECTED",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "INVALID_CA",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const advice: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "it has to be renewed, or this machine's clock is wrong",
  CERT_NOT_YET_VALID: "this machine's clock may be wrong",
  CERT_REVOKED: "it has to be replaced",
  CERT_SIGNATURE_FAILURE: "it has to be replaced",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is another host's; check the host name",
  HOSTNAME_MISMATCH: "it is another host's; check the host name",
};

/**
 * What to do about a server's certificate that is not trusted, which nobody changes by trying again.
 *
 * @returns undefined for any other error
 */
export function certificateTrouble(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = "code" in each ? String(each.code) : "";
    if (unknownIssuer.has(code)) {
      return (
        `the certificate is not trusted (${code}): where your company's proxy or authority signs certificates, set ` +
        "NODE_EXTRA_CA_CERTS to a PEM file of that authority's certificate"
      );
    }
    if (code in advice) return `the certificate is not trusted (${code}): ${advice[code]}`;
  }
  return undefined;
}
