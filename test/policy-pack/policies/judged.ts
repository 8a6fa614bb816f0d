import { expect } from "chai";
import type { StackResource } from "../../../policy-pack/access/resources";
import type { PackPolicy } from "../../../policy-pack/policies/framework/definePolicy";
import { resource, urn, verdictOn, violationsOf } from "../fixtures";

type Props = Record<string, unknown>;

/** A way to break what complies: what it is, the inputs that change (undefined: left out), what is said of it. */
export type Break = readonly [what: string, change: Props, ...messages: string[]];

/** The compliant resource passes; each break, one at a time, is caught with exactly these messages. */
export function judgesInputs(
  policy: PackPolicy,
  type: string,
  name: string,
  compliant: Props,
  breaks: readonly Break[],
  config: object = {},
): void {
  describe(`${policy.name}, of ${type.slice(type.lastIndexOf(":") + 1)}`, () => {
    it("passes what complies", async () => {
      expect(await verdictOn(policy, resource(type, name, compliant), { config })).to.deep.equal([]);
    });
    for (const [what, change, ...messages] of breaks) {
      it(messages.length === 0 ? `passes ${what}` : `catches ${what}`, async () => {
        const props = withoutUndefined({ ...compliant, ...change });
        expect(await verdictOn(policy, resource(type, name, props), { config })).to.deep.equal(messages);
      });
    }
  });
}

/** A way to break a stack: what it is, the stack then, what is said of which resource. */
export type StackBreak = readonly [
  what: string,
  stack: readonly StackResource[],
  ...findings: (readonly [type: string, name: string, message: string])[],
];

/** The compliant stack passes; each broken one is caught with exactly these findings. */
export function judgesStack(
  policy: PackPolicy,
  compliant: readonly StackResource[],
  breaks: readonly StackBreak[],
  config: object = {},
): void {
  describe(`${policy.name}, of the stack`, () => {
    it("passes what complies", async () => {
      expect(await violationsOf(policy, compliant, config)).to.deep.equal([]);
    });
    for (const [what, stack, ...findings] of breaks) {
      it(findings.length === 0 ? `passes ${what}` : `catches ${what}`, async () => {
        const expected = findings.map(([type, name, message]) => ({ message, urn: urn(type, name) }));
        expect(await violationsOf(policy, stack, config)).to.deep.equal(expected);
      });
    }
  });
}

function withoutUndefined(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}
