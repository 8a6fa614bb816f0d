import { z } from "zod";
import { unpinnedServices } from "./callers";
import { definePolicy, type PackPolicy } from "./definePolicy";
import type { ResourcePolicyRule } from "./publicAccess";
import { statementsWhere } from "./statements";

export interface ServiceSourceRule extends ResourcePolicyRule {
  /** Services that send no source along, so that a condition would refuse them. */
  readonly exceptions?: readonly string[];
}

/** A service acts for whoever asks it to, so a resource's policy says for whom. */
export function requireServiceSource({
  noun,
  documents,
  exceptions = [],
  ...rule
}: ServiceSourceRule): PackPolicy {
  return definePolicy({
    ...rule,
    severity: "high",
    remediation: [
      "Say on whose behalf:",
      "",
      '    Principal: { Service: "codecommit.amazonaws.com" },',
      '    Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": repositoryArn } }',
    ],
    config: {
      exceptions: z
        .array(z.string())
        .default([...exceptions])
        .describe("Service principals that need no source, because they send none along."),
    },
    types: Object.keys(documents),
    judge: ({ type, name, props }, config) =>
      statementsWhere(props[documents[type]], () => true).flatMap((statement) => {
        const services = unpinnedServices(statement).filter(
          (service) => !config.exceptions.includes(service),
        );
        return services.map(
          (service) =>
            `${statement.label} in the policy of ${noun} ${name} admits ${service} on behalf of any AWS account. Add a ` +
            "condition on `aws:SourceAccount` or `aws:SourceArn`.",
        );
      }),
  });
}
