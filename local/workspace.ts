import { rmSync } from "node:fs";
import path from "node:path";
import { createCloud, type Cloud } from "./cloud";
import type { DeployOptions, StackResult } from "./engine";
import { presetOf } from "./preset";

/** Where things are: the folder of Pulumi.yaml, and `.local/` in it for everything a run leaves behind. */
export class Workspace {
  readonly cloud: Cloud;
  private readonly policyConfig: string | undefined;

  /** @param policyConfig a policy configuration instead of the environment's preset */
  constructor(
    readonly directory: string,
    policyConfig?: string,
  ) {
    this.cloud = createCloud({ directory: this.local("cloud") });
    this.policyConfig = policyConfig;
  }

  /** A path inside `.local/`. */
  local(...names: string[]): string {
    return path.join(this.directory, ".local", ...names);
  }

  /** Removes what earlier runs left, but for the lock of this one. */
  forget(): void {
    for (const name of ["cloud", "endpoints.json", "logs", "state"]) {
      rmSync(this.local(name), { recursive: true, force: true });
    }
  }

  /**
   * What the engine needs to run one stack.
   *
   * @param environment the primary's stack, whose preset of the policy pack applies to its replicas too
   * @param outputs of the environment's primary, for those who read it; by default those of its state
   */
  deployOptions(
    stack: string,
    environment: string,
    outputs?: () => Promise<StackResult["references"]>,
  ): DeployOptions {
    return {
      projectDirectory: this.directory,
      stack,
      provider: this.cloud,
      stateDirectory: this.local("state"),
      policyPacks: [
        {
          directory: path.join(this.directory, "policy-pack"),
          configFile: this.policyConfig ?? presetOf(this.directory, environment),
        },
      ],
      ...(outputs === undefined
        ? {}
        : { stackOutputs: (name: string) => (name === environment ? outputs() : undefined) }),
    };
  }
}
