import { expect } from "chai";
import { parsePattern } from "../../../../local/cloud/events/pattern";

/** The example event of AWS's guide, and what its examples of operators match and do not. */
const event = {
  source: "aws.ec2",
  "detail-type": "EC2 Instance State-change Notification",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111", "other"],
  detail: {
    state: "terminated",
    "c-count": 3,
    "d-count": 5,
    "x-limit": 301.8,
    file: "Picture.PNG",
    path: "dir/a*b/image.png",
    nothing: null,
    list: [
      { name: "one", value: 1 },
      { name: "two", value: 2 },
    ],
  },
};

describe("An event pattern", () => {
  const detail = (pattern: object) => ({ detail: pattern });
  const cases: [name: string, matching: object[], other: object[]][] = [
    [
      "exact values",
      [{ source: ["aws.s3", "aws.ec2"] }, detail({ "c-count": [3] })],
      [{ source: ["aws.s3"] }],
    ],
    ["null", [detail({ nothing: [null] })], [detail({ state: [null] }), detail({ absent: [null] })]],
    ["an element of an array", [{ resources: ["other"] }], [{ resources: ["none"] }]],
    [
      "objects in an array",
      [detail({ list: { name: ["two"], value: [2] } })],
      [detail({ list: { name: ["two"], value: [1] } })],
    ],
    ["prefix", [detail({ state: [{ prefix: "term" }] })], [detail({ state: [{ prefix: "Term" }] })]],
    [
      "prefix without case",
      [detail({ state: [{ prefix: { "equals-ignore-case": "TERM" } }] })],
      [detail({ state: [{ prefix: { "equals-ignore-case": "RUN" } }] })],
    ],
    ["suffix", [detail({ file: [{ suffix: ".PNG" }] })], [detail({ file: [{ suffix: ".png" }] })]],
    [
      "suffix without case",
      [detail({ file: [{ suffix: { "equals-ignore-case": ".png" } }] })],
      [detail({ file: [{ suffix: { "equals-ignore-case": ".gif" } }] })],
    ],
    [
      "equals-ignore-case",
      [detail({ file: [{ "equals-ignore-case": "picture.png" }] })],
      [detail({ file: [{ "equals-ignore-case": "picture" }] })],
    ],
    [
      "anything-but",
      [
        detail({ state: [{ "anything-but": "initializing" }] }),
        detail({ state: [{ "anything-but": { prefix: "init" } }] }),
        detail({ "x-limit": [{ "anything-but": [100, 200] }] }),
      ],
      [
        detail({ state: [{ "anything-but": ["stopped", "terminated"] }] }),
        detail({ state: [{ "anything-but": { suffix: ["ed"] } }] }),
        detail({ absent: [{ "anything-but": "x" }] }),
      ],
    ],
    [
      "numeric",
      [
        detail({
          "c-count": [{ numeric: [">", 0, "<=", 5] }],
          "d-count": [{ numeric: ["<", 10] }],
          "x-limit": [{ numeric: ["=", 3.018e2] }],
        }),
      ],
      [detail({ "c-count": [{ numeric: [">", 3] }] }), detail({ state: [{ numeric: [">", 0] }] })],
    ],
    [
      "exists",
      [
        detail({ state: [{ exists: true }], absent: [{ exists: false }] }),
        { none: { at: { all: [{ exists: false }] } } },
      ],
      [detail({ state: [{ exists: false }] }), detail({ absent: [{ exists: true }] })],
    ],
    [
      "wildcard",
      [detail({ path: [{ wildcard: "dir/*.png" }] }), detail({ path: [{ wildcard: "dir/a\\*b/*" }] })],
      [detail({ path: [{ wildcard: "dir/*.gif" }] }), detail({ file: [{ wildcard: "Picture?PNG" }] })],
    ],
    [
      "$or",
      [detail({ $or: [{ "c-count": [{ numeric: [">", 5] }] }, { "d-count": [{ numeric: ["<", 10] }] }] })],
      [
        detail({ $or: [{ "c-count": [9] }, { "d-count": [9] }] }),
        { source: ["aws.s3"], $or: [{ source: ["aws.ec2"] }, { account: ["1"] }] },
      ],
    ],
  ];
  for (const [name, matching, other] of cases) {
    it(`matches ${name}`, () => {
      for (const pattern of matching)
        expect(parsePattern(JSON.stringify(pattern))(event), JSON.stringify(pattern)).to.be.true;
      for (const pattern of other)
        expect(parsePattern(JSON.stringify(pattern))(event), JSON.stringify(pattern)).to.be.false;
    });
  }

  for (const [what, pattern, message] of [
    ["an operator it does not know", { source: [{ like: "aws" }] }, "unrecognized match type like"],
    ["two operators in one", { source: [{ prefix: "a", suffix: "b" }] }, "neither a value nor one operator"],
    ["a bare value", { source: "aws.ec2" }, "must be an object or an array"],
    ["an empty array", { source: [] }, "empty arrays"],
    ["an empty object", { detail: {} }, "empty object"],
    ["no comparison", { detail: { n: [{ numeric: ["about", 3] }] } }, "no comparison"],
    ["two stars in a row", { source: [{ wildcard: "a**b" }] }, "consecutive wildcard"],
    ["an $or of one", { $or: [{ source: ["a"] }] }, "at least two"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => parsePattern(JSON.stringify(pattern)))
        .to.throw("InvalidEventPatternException")
        .with.property("message")
        .that.contains(message);
    });
  }
});
