import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { sshKeyEncoding, sshPublicKey, withoutComment } from "../../../components/settings/sshKeys";
import { sshKeyLine } from "../../support/sshKeyLine";

function line({ publicKey }: { publicKey: KeyObject }): string {
  return sshKeyLine(publicKey.export({ format: "jwk" }));
}

function problem(key: string): string | undefined {
  const result = sshPublicKey.safeParse(key);
  return result.success ? undefined : result.error.issues.map(({ message }) => message).join();
}

describe("An SSH key of the settings", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const pem = rsa.publicKey.export({ format: "pem", type: "spki" }).toString();

  it("is RSA, in one line or in PEM", () => {
    expect(problem(line(rsa))).to.equal(undefined);
    expect(problem(`${line(rsa)} dana@example.com\n`)).to.equal(undefined);
    expect(problem(pem)).to.equal(undefined);
    expect([sshKeyEncoding(line(rsa)), sshKeyEncoding(pem)]).to.deep.equal(["SSH", "PEM"]);
  });

  it("is the same key whatever its comment says", () => {
    expect(withoutComment(`${line(rsa)} dana@example.com`)).to.equal(line(rsa));
  });

  it("has at least 2048 bits", () => {
    expect(problem(line(short))).to.match(/^has 1024 bits; IAM takes 2048 to 16384\./);
    expect(problem(short.publicKey.export({ format: "pem", type: "spki" }).toString())).to.match(
      /^has 1024 bits;/,
    );
  });

  it("is no other kind of key", () => {
    const ed25519 = generateKeyPairSync("ed25519")
      .publicKey.export({ format: "pem", type: "spki" })
      .toString();
    for (const key of ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8=", ed25519, "", "ssh-rsa AAAA", "ssh-rsa"]) {
      expect(problem(key), key).to.match(/^is not an RSA public key; IAM takes no other\./);
    }
  });

  it("is never private, and a private key is not repeated", () => {
    const secret = rsa.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    expect(problem(secret)).to.match(/^this is a PRIVATE key/);
    expect(problem(secret)).to.not.include(secret.split("\n")[1]);
  });

  it("is refused when a piece of it is missing", () => {
    const whole = line(rsa);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 4 }), (length) => {
        expect(problem(whole.slice(0, length))).to.be.a("string");
      }),
    );
  });
});
