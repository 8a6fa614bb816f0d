import { expect } from "chai";
import { codeCommitRepository } from "../../replicator/codeCommit";
import { readEndpoints, readList, readVariable } from "../../replicator/environment";

describe("The environment", () => {
  it("names what is missing, and what it is for", () => {
    expect(() => readVariable({ A: " " }, "A", "the letter")).to.throw("A is missing: set it to the letter");
    expect(() => readList({ A: " , " }, "A", "letters")).to.throw("A is empty: set it to letters");
  });

  it("gives endpoints by region", () => {
    const text = '{"eu-west-1": {"git": "http://127.0.0.1:4001/", "api": "http://127.0.0.1:4001"}}';
    expect(readEndpoints({ CODECOMMIT_ENDPOINTS: text })).to.deep.equal({
      "eu-west-1": { git: "http://127.0.0.1:4001", api: "http://127.0.0.1:4001" },
    });
    expect(readEndpoints({})).to.deep.equal({});
  });

  for (const text of ["{", "[]", "null", '{"eu-west-1": 1}', '{"eu-west-1": {"git": "http://a"}}']) {
    it(`refuses the endpoints ${text}`, () => {
      expect(() => readEndpoints({ CODECOMMIT_ENDPOINTS: text })).to.throw(
        "CODECOMMIT_ENDPOINTS must be JSON like",
      );
    });
  }

  it("leads to CodeCommit's own hosts by default, and to the given ones otherwise", () => {
    const url = (region: string, environment = {}): string =>
      codeCommitRepository({ region, name: "payments-api" }, environment).remote.url;
    expect(url("eu-west-1")).to.equal("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/payments-api");
    expect(url("cn-north-1")).to.equal(
      "https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/payments-api",
    );
    const text = '{"eu-west-1": {"git": "http://127.0.0.1:4001", "api": "http://127.0.0.1:4001"}}';
    expect(url("eu-west-1", { CODECOMMIT_ENDPOINTS: text })).to.equal(
      "http://127.0.0.1:4001/v1/repos/payments-api",
    );
  });
});
