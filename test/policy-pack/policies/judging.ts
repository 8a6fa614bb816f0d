import { expect } from "chai";
import type { StackResource } from "../../../policy-pack/access/resources";
import type { PackPolicy } from "../../../policy-pack/policies/framework/definePolicy";
import { resource, verdictOn, violationsOf } from "../fixtures";

interface Circumstances {
  readonly config?: object;
  readonly protect?: boolean;
  readonly region?: string;
}

/** One change of what complies, and exactly what is said of it. */
interface Break extends Circumstances {
  readonly props?: Readonly<Record<string, unknown>>;
  readonly says: string | readonly string[];
}

/** What a policy says of a resource that complies, and of each way to break it: one thing at a time. */
export function judgesOne(
  policy: PackPolicy,
  compliant: StackResource,
  breaks: Readonly<Record<string, Break>>,
  circumstances: Circumstances = {},
): void {
  it("accepts what complies, and looks at nothing else", async () => {
    expect(await verdictOn(policy, compliant, circumstances)).to.deep.equal([]);
    const other = resource("aws:s3/bucket:Bucket", compliant.name, {});
    expect(await verdictOn(policy, other, { config: circumstances.config ?? {} })).to.deep.equal([]);
  });

  for (const [what, { props = {}, says, ...changed }] of Object.entries(breaks)) {
    it(`${says.length === 0 ? "accepts" : "catches"} ${what}`, async () => {
      const broken = { ...compliant, props: { ...compliant.props, ...props } };
      const said = await verdictOn(policy, broken, { ...circumstances, ...changed });
      expect(said).to.deep.equal([says].flat());
    });
  }
}

/** What a policy says of a stack: messages with the names of the resources they are about. */
export async function saidOf(
  policy: PackPolicy,
  stack: readonly StackResource[],
  config: object = {},
): Promise<readonly (readonly [string | undefined, string])[]> {
  return (await violationsOf(policy, stack, config)).map(({ message, urn }) => [
    urn?.split("::").at(-1),
    message,
  ]);
}
