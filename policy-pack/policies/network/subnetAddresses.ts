import { definePolicy } from "../framework/definePolicy";

export const subnetAddresses = definePolicy({
  name: "ec2-subnet-forbid-public-addresses",
  description: "What starts in a subnet gets a public address only when it asks for one.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
  remediation: ["Leave `mapPublicIpOnLaunch` out."],
  types: ["aws:ec2/subnet:Subnet"],
  judge: ({ name, props }) =>
    props.mapPublicIpOnLaunch === true
      ? [`Subnet ${name} gives a public address to all that starts in it. Take \`mapPublicIpOnLaunch\` away.`]
      : [],
});
