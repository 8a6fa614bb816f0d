import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Properties, Provider } from "../engine/provider";
import { AwsError } from "./awsError";
import { isObject } from "./properties";

const packages = createRequire(__filename);
const taggable = new Map<string, boolean>();

/** The work of the AWS provider that is done before any resource is realised. */
export const awsProvider: Required<Pick<Provider, "configure" | "defaults">> = {
  configure(type, inputs, accountId) {
    const allowed = type === "pulumi:providers:aws" ? decoded(inputs, "allowedAccountIds") : undefined;
    if (Array.isArray(allowed) && !allowed.includes(accountId)) {
      // The provider's own words.
      throw new AwsError("InvalidAccountId", `AWS account ID not allowed: ${accountId}`);
    }
  },
  defaults(type, provider) {
    const defaultTags = decoded(provider, "defaultTags");
    return isObject(defaultTags) && isObject(defaultTags.tags) && isTaggable(type)
      ? { tags: defaultTags.tags }
      : {};
  },
};

/** Nested inputs of a provider resource travel as JSON; what is not known yet does not. */
function decoded(inputs: Properties, name: string): unknown {
  const value = inputs[name];
  return typeof value === "string" && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value;
}

/**
 * Whether AWS tags resources of this type. Told by the source of the SDK's class for it, which has the output `tagsAll`
 * then; loading the class itself would take a second for each service.
 *
 * @param type `aws:codecommit/repository:Repository` is the class in `@pulumi/aws/codecommit/repository.js`
 */
export function isTaggable(type: string): boolean {
  const known = taggable.get(type);
  if (known !== undefined) return known;
  const file = /^aws:(\w+\/\w+):\w+$/.exec(type)?.[1];
  const answer =
    file !== undefined && readFileSync(packages.resolve(`@pulumi/aws/${file}`), "utf8").includes('"tagsAll"');
  taggable.set(type, answer);
  return answer;
}
