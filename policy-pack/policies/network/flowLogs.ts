import { isFor } from "../framework/companions";
import { definePolicy } from "../framework/definePolicy";

const vpcType = "aws:ec2/vpc:Vpc";
const flowLogType = "aws:ec2/flowLog:FlowLog";

export const flowLogs = definePolicy({
  name: "ec2-vpc-require-flow-logs",
  description: "It can be told who talked to whom in a VPC.",
  severity: "low",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  remediation: [
    'Add `new aws.ec2.FlowLog(name, { vpcId: vpc.id, trafficType: "ALL", logDestination, iamRoleArn })`.',
  ],
  concerns: vpcType,
  beside: [flowLogType],
  judgeStack: (stack) =>
    stack
      .ofType(vpcType)
      .filter((vpc) => !stack.ofType(flowLogType).some((log) => isFor(log, "vpcId", vpc)))
      .map(({ name, urn }) => ({ message: `VPC ${name} has no flow log. Add an aws.ec2.FlowLog.`, urn })),
});
