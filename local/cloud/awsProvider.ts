import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Properties, Provider } from "../engine/provider";
import { hasSecret, hasUnknown, reveal, secret, UNKNOWN, type Value, type Values } from "../engine/values";
import { AwsError } from "./awsError";
import { nested, textMap, texts } from "./properties";

const packages = createRequire(__filename);
const taggable = new Map<string, boolean>();

/**
 * Resources of Terraform's plugin framework, of those that the program and awsx make (`@FrameworkResource` in
 * terraform-provider-aws 6): for these Check adds nothing, and the default tags come with the creation.
 */
const frameworkTypes = [
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

/** The work of the AWS provider that is done before any resource is realised, as of its version 7. */
export const awsProvider: Required<Pick<Provider, "configure" | "check">> = {
  configure(type, inputs, accountId) {
    const allowed = type === "pulumi:providers:aws" ? decoded(inputs, "allowedAccountIds") : undefined;
    if (Array.isArray(allowed) && !allowed.includes(accountId)) {
      // The provider's own words.
      throw new AwsError("InvalidAccountId", `AWS account ID not allowed: ${accountId}`);
    }
  },
  check(type, inputs, provider) {
    if (!isTaggable(type) || frameworkTypes.includes(type)) return inputs;
    return { ...inputs, tagsAll: tagsAll(inputs.tags ?? {}, provider) };
  },
};

/**
 * What applyTags in provider/tags.go of pulumi-aws 7 makes of a resource's tags and its provider: `tags` stays as the
 * program has it, and whatever is not known makes all of it unknown. Secrets stay secrets.
 */
function tagsAll(tags: Value, provider: Values): Value {
  if (hasUnknown(tags) || hasUnknown(provider)) return UNKNOWN;
  const known = reveal({ tags, ...provider });
  const all = { ...textMap(decodedMap(known, "defaultTags"), "tags"), ...nested(known, "tags") };
  const ignored = decodedMap(known, "ignoreTags");
  const kept = Object.entries(all).filter(
    ([key]) =>
      !texts(ignored, "keys").includes(key) &&
      !texts(ignored, "keyPrefixes").some((prefix) => key.startsWith(prefix)),
  );
  const value = Object.fromEntries(kept);
  return hasSecret(tags) || hasSecret(provider.defaultTags) ? secret(value) : value;
}

function decodedMap(inputs: Properties, name: string): Properties {
  return nested({ [name]: decoded(inputs, name) }, name);
}

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
