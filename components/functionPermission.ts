import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface FunctionPermissionArgs {
  /** The ARN of an existing function, with or without a version or alias. */
  readonly functionArn: string;
  /** Who may invoke it: `sns.amazonaws.com`. */
  readonly service: string;
  /** For what. */
  readonly sourceArn: pulumi.Input<string>;
  /** Of the source, against a stranger's resource of the same name. Default: what the source's ARN says. */
  readonly sourceAccount?: string;
}

/** Lets a service invoke an existing function of this account and region. */
export function permitInvocation(
  name: string,
  { functionArn, service, sourceArn, sourceAccount }: FunctionPermissionArgs,
  parent: pulumi.Resource,
): aws.lambda.Permission {
  const { arn, qualifier } = splitQualifier(functionArn);
  return new aws.lambda.Permission(
    name,
    {
      function: arn,
      qualifier,
      action: "lambda:InvokeFunction",
      principal: service,
      sourceArn,
      sourceAccount,
    },
    { parent },
  );
}

/** Part of a resource's name: `announce`, `announce-live`. */
export function functionLabel(functionArn: string): string {
  return functionArn.split(":").slice(6).join("-");
}

/** An alias or version has a policy of its own, apart from its function's. */
function splitQualifier(functionArn: string): { arn: string; qualifier: string | undefined } {
  const parts = functionArn.split(":");
  return { arn: parts.slice(0, 7).join(":"), qualifier: parts[7] };
}
