import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { isEverywhere, ports, trafficOf, trafficTypes } from "./trafficRules";

export const publicIngress = definePolicy({
  name: "ec2-security-group-forbid-public-ingress",
  description: "No security group lets the whole internet in.",
  severity: "high",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  remediation: ["Name the networks or security groups that may call: `cidrIpv4: vpc.cidrBlock`."],
  config: {
    allowedPorts: z
      .array(z.int())
      .default([])
      .describe("Ports that may be open to the internet, for example 443."),
  },
  types: trafficTypes("ingress"),
  judge: (subject, { allowedPorts }) =>
    trafficOf("ingress", subject)
      .filter(isEverywhere)
      .filter(({ from, to }) => from !== to || !allowedPorts.includes(from as number))
      .map(
        (traffic) =>
          `${subject.name} lets the whole internet in on ${ports(traffic)}. Name the networks that may call.`,
      ),
});
