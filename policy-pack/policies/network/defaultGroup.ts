import { isFor } from "../framework/companions";
import { definePolicy } from "../framework/definePolicy";
import { items } from "../framework/inputs";

const vpcType = "aws:ec2/vpc:Vpc";
const defaultGroupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

export const defaultGroup = definePolicy({
  name: "ec2-vpc-require-closed-default-security-group",
  description: "The security group that AWS gives to whatever names none lets nothing pass.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  remediation: [
    "Take its rules away: `new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id }, { parent: this })`.",
  ],
  types: [defaultGroupType],
  concerns: vpcType,
  beside: [defaultGroupType],
  judge: ({ name, props }) =>
    items(props.ingress).length + items(props.egress).length > 0
      ? [`Default security group ${name} has rules. Take \`ingress\` and \`egress\` away.`]
      : [],
  judgeStack: (stack) =>
    stack
      .ofType(vpcType)
      .filter((vpc) => !stack.ofType(defaultGroupType).some((group) => isFor(group, "vpcId", vpc)))
      .map(({ name, urn }) => ({
        message:
          `The default security group of VPC ${name} is open: everything in it may talk to everything. Add an ` +
          "aws.ec2.DefaultSecurityGroup without rules.",
        urn,
      })),
});
