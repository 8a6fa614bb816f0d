/**
 * The lists that the AWS provider keeps as sets: another order is no change. The types are `schema.TypeSet` in
 * terraform-provider-aws v6, which @pulumi/aws 7 bridges. What is not here is compared in its order.
 */
export const awsSets: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventTarget:EventTarget": [
    "ecsTarget.networkConfiguration.securityGroups",
    "ecsTarget.networkConfiguration.subnets",
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    "alarmActions",
    "insufficientDataActions",
    "metricQueries",
    "okActions",
  ],
  // Its branches and events are lists.
  "aws:codecommit/trigger:Trigger": ["triggers"],
  "aws:codestarnotifications/notificationRule:NotificationRule": ["eventTypeIds", "targets"],
  "aws:ecs/taskDefinition:TaskDefinition": ["requiresCompatibilities"],
  "aws:iam/userGroupMembership:UserGroupMembership": ["groups"],
  "aws:lambda/function:Function": ["vpcConfig.securityGroupIds", "vpcConfig.subnetIds"],
};
