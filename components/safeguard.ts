import * as pulumi from "@pulumi/pulumi";

/**
 * Has `pulumi destroy` refused while anything of a stack is protected, with `--skip-preview` too. The engine refuses what is
 * protected and deletes all the rest, the branch guards among it; it only keeps what a refused resource depends on
 * (Pulumi 3.248, deployment_executor.go, performPostSteps). So this one is protected and depends on everything.
 *
 * @example
 * new Safeguard("ccp-dev", { dependsOn: [primary], protect: true });
 */
export class Safeguard extends pulumi.ComponentResource {
  /** @param prefix what physical names begin with; the rest of this one's name tells which settings protect. */
  constructor(prefix: string, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Safeguard", `${prefix}-keys.protect-and-repositories`, {}, opts);
    this.registerOutputs({});
  }
}
