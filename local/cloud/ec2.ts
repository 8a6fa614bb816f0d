import type { Properties, ResourceContext, ResourceHandler } from "../engine/provider";
import { type Account, arn } from "./account";
import { ec2Id } from "./identifiers";
import { physicalName } from "./properties";
import { recordHandler } from "./store/records";

/** Networks, as records with ids of AWS's form: a laptop has one network already. */
export function ec2Resources(account: Account): Record<string, ResourceHandler> {
  const records = (
    prefix: string,
    kind: string | undefined,
    replaceOn: readonly string[],
    more: (inputs: Properties, context: ResourceContext, id: string) => Properties = () => ({}),
  ) =>
    recordHandler(account.store.table(`ec2-${prefix}`), {
      replaceOn,
      exists: "InvalidParameterValue",
      describe(inputs, context) {
        const id = ec2Id(prefix);
        const own = kind === undefined ? {} : { arn: arn(account, "ec2", context.region, `${kind}/${id}`) };
        return { id, outputs: { ...own, ...more(inputs, context, id) } };
      },
    });
  const owner = () => ({ ownerId: account.accountId });
  return {
    "aws:ec2/vpc:Vpc": records("vpc", "vpc", ["cidrBlock"], () => ({
      ...owner(),
      defaultSecurityGroupId: ec2Id("sg"),
      mainRouteTableId: ec2Id("rtb"),
    })),
    "aws:ec2/subnet:Subnet": records("subnet", "subnet", ["vpcId", "cidrBlock", "availabilityZone"], owner),
    "aws:ec2/internetGateway:InternetGateway": records("igw", "internet-gateway", ["vpcId"], owner),
    "aws:ec2/routeTable:RouteTable": records("rtb", "route-table", ["vpcId"], owner),
    "aws:ec2/route:Route": records("r", undefined, ["routeTableId", "destinationCidrBlock"], () => ({
      state: "active",
      origin: "CreateRoute",
    })),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": records("rtbassoc", undefined, ["subnetId"]),
    "aws:ec2/securityGroup:SecurityGroup": records(
      "sg",
      "security-group",
      ["name", "vpcId", "description"],
      (inputs, context) => ({ ...owner(), name: physicalName(inputs, context) }),
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": records("sg", "security-group", ["vpcId"], () => ({
      ...owner(),
      name: "default",
    })),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": records(
      "sgr",
      "security-group-rule",
      ["securityGroupId"],
      (_inputs, _context, id) => ({ securityGroupRuleId: id }),
    ),
  };
}
