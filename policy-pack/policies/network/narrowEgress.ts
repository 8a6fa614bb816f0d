import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { isEverywhere, ports, trafficOf, trafficTypes } from "./trafficRules";

export const narrowEgress = definePolicy({
  name: "ec2-security-group-restrict-egress",
  description: "What calls out to the internet does so over HTTPS only.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  remediation: [
    'Allow what is needed: `cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 443, toPort: 443`.',
  ],
  config: { ports: z.array(z.int()).default([443]).describe("TCP ports that may be called anywhere.") },
  types: trafficTypes("egress"),
  judge: (subject, config) =>
    trafficOf("egress", subject)
      .filter(isEverywhere)
      .filter(
        ({ protocol, from, to }) =>
          protocol !== "tcp" || from !== to || !config.ports.includes(from as number),
      )
      .map(
        (traffic) =>
          `${subject.name} lets out ${ports(traffic)} to the whole internet. Allow tcp ${config.ports.join(", ")} only, or ` +
          "name the networks.",
      ),
});
