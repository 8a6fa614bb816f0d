import { definePolicy } from "./definePolicy";
import { hasExpired, stackOf, takeUnused } from "./exemptions";

/** Must be the last policy of the pack: it tells what the others left over. */
export const reportExemptions = definePolicy({
  name: "policy-exemption-require-use",
  description: "Every exemption that a policy's configuration makes is still needed.",
  severity: "low",
  url: "https://www.pulumi.com/docs/insights/policy/policy-packs/configuration/",
  remediation: ["Take the exemption out of the policy's configuration."],
  judgeStack: ({ resources }) =>
    takeUnused(stackOf(resources.at(0)?.urn ?? "")).map(({ policy, exemption }) => ({
      message:
        `The exemption of ${exemption.resource} from ${policy} ` +
        `${hasExpired(exemption) ? `expired on ${exemption.expires} and ` : ""}covers nothing. Take it away.`,
    })),
});
