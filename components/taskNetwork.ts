import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkSettings } from "./settings/sections/network";

export interface TaskNetworkArgs {
  /** An existing network. Default: a new VPC with two public subnets. */
  readonly existing?: NetworkSettings;
}

/**
 * Where the replication task runs: it calls out over HTTPS to two regions, and nobody calls in. A public address
 * without ingress costs nothing while no task runs; a NAT gateway would cost more than everything else together.
 */
export class TaskNetwork extends pulumi.ComponentResource {
  readonly subnetIds: pulumi.Output<string[]>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly assignPublicIp: boolean;

  constructor(name: string, args: TaskNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:TaskNetwork", name, {}, opts);

    const vpc = args.existing ?? createVpc(this);
    this.subnetIds = pulumi.output("publicSubnetIds" in vpc ? vpc.publicSubnetIds : vpc.subnetIds);
    this.assignPublicIp = args.existing?.assignPublicIp ?? true;

    const group = new aws.ec2.SecurityGroup(
      `${name}-group`,
      { name, description: "Replication task: calls out over HTTPS, nobody calls in", vpcId: vpc.vpcId },
      { parent: this },
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-https`,
      {
        securityGroupId: group.id,
        description: "Git, the CodeCommit API, the image and the logs, all over HTTPS",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      { parent: this },
    );
    this.securityGroupId = group.id;
    this.registerOutputs({ assignPublicIp: this.assignPublicIp });

    function createVpc(parent: pulumi.Resource): awsx.ec2.Vpc {
      const own = new awsx.ec2.Vpc(
        `${name}-vpc`,
        {
          cidrBlock: "10.0.0.0/24",
          numberOfAvailabilityZones: 2,
          natGateways: { strategy: "None" },
          subnetStrategy: "Auto",
          subnetSpecs: [{ type: "Public" }],
        },
        { parent },
      );
      // What names no security group gets this one, which AWS opens to itself: without rules it lets nothing pass.
      new aws.ec2.DefaultSecurityGroup(`${name}-default-group`, { vpcId: own.vpcId }, { parent });
      return own;
    }
  }
}
