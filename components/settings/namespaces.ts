import { distance } from "fastest-levenshtein";
import { awsKeys } from "./awsKeys";
import { didYouMean } from "./problems";

/** Pulumi documentation, "Stack settings file reference": what the engine itself reads. */
const pulumiKeys = ["autonaming", "disable-default-providers", "tags", "template"];

/** What stands here instead of a setting of the provider. */
const instead: Readonly<Record<string, string>> = {
  allowedAccountIds: "use codecommit-platform:allowedAccountIds",
  defaultTags: "use codecommit-platform:tags",
  profile: "set AWS_PROFILE in the environment",
};

/** Namespaces of other providers that are spelt nearly like a known one. */
const others = ["awsx"];

interface Findings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Keys of the configuration that nothing reads: misspelt namespaces and misspelt keys of a known one. Every resource here
 * names its provider, and such a one takes nothing but the region from the configuration.
 *
 * @param keys `namespace:key`
 */
export function keyFindings(project: string, keys: readonly string[]): Findings {
  const found = keys.map((key) => findingOf(project, key));
  return {
    problems: found.flatMap(({ problem }) => problem ?? []),
    warnings: found.flatMap(({ warning }) => warning ?? []),
  };
}

function findingOf(project: string, whole: string): { readonly problem?: string; readonly warning?: string } {
  const colon = whole.indexOf(":");
  const [namespace, key] = [whole.slice(0, colon), whole.slice(colon + 1)];
  switch (namespace) {
    case project:
      return {};
    case "aws":
      return awsFinding(key);
    case "pulumi":
      return near(key, pulumiKeys) === undefined
        ? {}
        : { problem: `${whole}: is read by nobody. Did you mean "pulumi:${near(key, pulumiKeys)}"?` };
    default: {
      const meant = others.includes(namespace) ? undefined : near(namespace, [project, "aws", "pulumi"]);
      return meant === undefined
        ? {}
        : { problem: `${whole}: is read by nobody. Did you mean "${meant}:${key}"?` };
    }
  }
}

function awsFinding(key: string): { readonly problem?: string; readonly warning?: string } {
  // The program says itself what is wrong with the region.
  if (key === "region") {
    return {};
  }
  if (!awsKeys.includes(key)) {
    return {
      problem: `aws:${key}: is not a setting of the AWS provider.${didYouMean(key, awsKeys).replace(' "', ' "aws:')} Here, aws:region is the only one that is read.`,
    };
  }
  const way = instead[key] ?? "use environment variables, or the AWS configuration file";
  return {
    warning: `aws:${key}: is not read, because every resource names its provider, which takes the region only; ${way}.`,
  };
}

/** The known word that was meant; undefined for a known one and for what is far from all of them. */
function near(word: string, known: readonly string[]): string | undefined {
  return known.includes(word)
    ? undefined
    : known.find((name) => {
        const steps = distance(word.toLowerCase().replace(/_/g, "-"), name);
        return steps <= Math.max(1, Math.floor(name.length / 5));
      });
}
