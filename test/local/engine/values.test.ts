import { expect } from "chai";
import { diffProperties } from "../../../local/engine/diff";
import { SecretFilter } from "../../../local/engine/secretFilter";
import {
  forHandler,
  fromWire,
  isSecret,
  maskAll,
  reveal,
  secret,
  toWire,
  UNKNOWN,
  type Values,
} from "../../../local/engine/values";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const OUTPUT = { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
const ASSET = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17" };
const ARCHIVE = { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7" };
const RESOURCE = { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e" };

function received(values: Values): Values {
  return fromWire(toWire(values));
}

describe("values on the wire", () => {
  it("lose output values and nulls, but not secrets", () => {
    const values = received({
      known: { ...OUTPUT, value: 1 },
      unknown: { ...OUTPUT },
      hidden: { ...OUTPUT, value: "x", secret: true },
      nothing: null,
      list: [null, { nothing: null }],
    });
    expect(values.known).to.equal(1);
    expect(values.unknown).to.equal(UNKNOWN);
    expect(isSecret(values.hidden)).to.equal(true);
    expect(values).not.to.have.property("nothing");
    expect(values.list).to.deep.equal([null, {}]);
  });

  it("reach handlers in plain words", () => {
    const code = { ...ARCHIVE, hash: "12", assets: { "index.js": { ...ASSET, text: "x", hash: "34" } } };
    const values = {
      code,
      key: { list: [secret({ deep: secret("x") })] },
      user: { ...RESOURCE, urn: "u", id: "i" },
    };
    expect(forHandler(received(values))).to.deep.equal({
      code: { archive: { assets: { "index.js": { asset: { text: "x" } } } } },
      key: { list: [{ deep: "x" }] },
      user: "i",
    });
  });

  it("reach policies with their assets as they are", () => {
    const asset = { ...ASSET, text: "x" };
    expect(reveal({ asset, password: secret("x") })).to.deep.equal({ asset, password: "x" });
  });

  it("are masked for people, changed files included", () => {
    const asset = { ...ASSET, path: "/a.js", hash: "0123456789" };
    const values = { password: secret({ deep: "x" }), arn: [UNKNOWN], asset };
    expect(maskAll(values)).to.deep.equal({
      password: "[secret]",
      arn: ["[unknown]"],
      asset: "asset(/a.js, 0123456)",
    });
  });

  it("do not show in other people's messages", () => {
    const filter = new SecretFilter();
    filter.learn({ deep: [secret(["swordfish", "swordfish2", "x"])] });
    expect(filter.clean("swordfish2 and swordfish, x")).to.equal("[secret] and [secret], x");
  });
});

describe("the difference of properties", () => {
  it("is told leaf by leaf, inside JSON documents too", () => {
    const old = {
      tags: { "a b": "1", gone: "2" },
      list: [{ x: 1 }],
      policy: '{"Statement":[{"Effect":"Allow"}]}',
    };
    const fresh = {
      tags: { "a b": "3" },
      list: [{ x: 1 }, { x: 2 }],
      policy: '{"Statement":[{"Effect":"Deny"}]}',
    };
    expect(diffProperties(old, fresh)).to.deep.equal([
      { path: 'tags["a b"]', kind: "update", old: "1", new: "3" },
      { path: "tags.gone", kind: "delete", old: "2" },
      { path: "list[1]", kind: "add", new: { x: 2 } },
      { path: "policy.Statement[0].Effect", kind: "update", old: "Allow", new: "Deny" },
    ]);
  });

  it("tells that a secret changed, and not to what", () => {
    const changes = diffProperties({ a: secret("old"), b: secret("same") }, { a: secret("new"), b: "same" });
    expect(changes).to.deep.equal([{ path: "a", kind: "update", old: "[secret]", new: "[secret]" }]);
  });

  it("sees a document that only looks different as the text it is", () => {
    expect(diffProperties({ a: '{"x":1}' }, { a: '{ "x": 1 }' })).to.have.length(1);
  });
});
