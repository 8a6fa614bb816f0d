import { expect } from "chai";
import { signCredentials } from "../../../replicator/git/credentials";

describe("Signed git credentials", () => {
  const identity = { accessKeyId: "access", secretAccessKey: "secret" };
  const now = new Date("2017-12-24T11:53:20.123Z");
  const sign = (host: string, keys = identity): ReturnType<typeof signCredentials> =>
    signCredentials(keys, `https://${host}/v1/repos/test_repo`, "us-west-2", now);

  // The vectors of git-remote-codecommit's own tests.
  it("are those of git-remote-codecommit", () => {
    expect(sign("git-codecommit.us-west-2.amazonaws.com")).to.deep.equal({
      username: "access",
      password: "20171224T115320Zb6df2d758a8023b2f000a546417007b65494f3ce8ad0300fd45fcfa173f1959a",
    });
    expect(sign("land.called.honahlee").password).to.equal(
      "20171224T115320Za14a37a53035bbceb6e1748247b143124fe7326cdffd3d418236a592ce6158a0",
    );
  });

  it("do not depend on the port", () => {
    expect(sign("land.called.honahlee:8080")).to.deep.equal(sign("land.called.honahlee"));
  });

  it("carry the session token in the user name, unsigned", () => {
    const { username, password } = sign("land.called.honahlee", {
      ...identity,
      sessionToken: "to/ken=",
    } as never);
    expect(username).to.equal("access%to/ken=");
    expect(password).to.equal(sign("land.called.honahlee").password);
  });
});
