import { expect } from "chai";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import { pair } from "../support/pair";

describe("A redirect", () => {
  afterEach(cleanUp);

  it("is refused with the URL that the repository has now, ready to be used", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    const Location = "https://git.example.com/team/app.git/info/refs?service=git-upload-pack";
    both.servers.source.onRequest = () =>
      Promise.resolve({ status: 301, headers: { Location }, body: Buffer.alloc(0) });
    const error = await failure(both.run());
    expect(error).to.include({ code: "redirected" });
    expect(error.message).to.match(/ redirects to https:\/\/git\.example\.com\/team\/app\.git; use that URL/);
  });
});
