import { expect } from "chai";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import type { Exchange } from "../support/gitServer";
import { pair } from "../support/pair";

const isPush = ({ method, service }: Exchange): boolean =>
  method === "POST" && service === "git-receive-pack";

describe("A target that can use no pack", () => {
  afterEach(cleanUp);

  it("gets everything once, not again and again", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.source.commit("b.txt", "two\n");
    const headers = { "Content-Type": "application/x-git-receive-pack-result" };
    const body = Buffer.from("001aunpack unpacker error\n0000");
    let pushes = 0;
    both.servers.target.onRequest = (exchange) => {
      if (!isPush(exchange)) return Promise.resolve(undefined);
      pushes += 1;
      return Promise.resolve({ headers, body });
    };
    const error = await failure(both.run());
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.include("refs/heads/main: unpack unpacker error");
    expect(error.report).to.include({ unusablePacks: 4 });
    expect(pushes).to.equal(4);
  });
});
