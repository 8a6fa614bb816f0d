import { definePolicy, type PackPolicy, type PolicyDefinition } from "./definePolicy";
import { given } from "./inputs";
import { capitalised } from "../wording";

export interface CustomerKeyRule extends Pick<PolicyDefinition<never>, "name" | "description" | "url"> {
  /** "topic" */
  readonly noun: string;
  readonly type: string;
  /** The input that names the key, as the program writes it. */
  readonly property: string;
  /** Where that input is nested. Default: at the top. */
  readonly key?: (props: Readonly<Record<string, unknown>>) => unknown;
}

/** A resource must be encrypted with a key of its owner: AWS's own cannot be audited, restricted or taken away. */
export function requireCustomerKey({ noun, type, property, key, ...rule }: CustomerKeyRule): PackPolicy {
  const remedy = `Set \`${property}\` to the ARN of an aws.kms.Key of yours.`;
  const keyOf = key ?? ((props) => props[property]);
  return definePolicy({
    ...rule,
    severity: "high",
    remediation: [
      "Give it a customer-managed key:",
      "",
      "    const key = new aws.kms.Key(`${name}-key`, { enableKeyRotation: true }, { parent: this });",
      `    // ${property}: key.arn`,
    ],
    types: [type],
    judge: ({ name, props }) => {
      const found = keyOf(props);
      if (!given(found)) return [`${capitalised(noun)} ${name} has no key of its owner. ${remedy}`];
      return typeof found === "string" && /(^|:)alias\/aws\//.test(found)
        ? [`${capitalised(noun)} ${name} is encrypted with ${found}, a key that AWS manages. ${remedy}`]
        : [];
    },
  });
}
