import { rmSync } from "node:fs";
import path from "node:path";
import { createCloud, type Cloud } from "./cloud";
import type { DeployOptions, StackResult } from "./engine";
import { placeOf } from "./place";
import { presetOf } from "./preset";

/** Where things are: the folder of Pulumi.yaml, and `.local/` in it for everything a run leaves behind. */
export class Workspace {
  private readonly clouds = new Map<string, Promise<Cloud>>();

  /**
   * @param policyConfig a policy configuration instead of the environment's preset
   * @param account of the local cloud, 12 digits, instead of the settings' own
   */
  constructor(
    readonly directory: string,
    private readonly policyConfig?: string,
    private readonly account?: string,
  ) {}

  /** A path inside `.local/`. What an environment leaves is in a folder of its name: `local("dev", "state")`. */
  local(...names: string[]): string {
    return path.join(this.directory, ".local", ...names);
  }

  /**
   * The cloud of an environment; nothing of it exists before it is started.
   *
   * @throws EngineError when there is no such stack, or its account is another one than that of earlier runs
   */
  cloud(environment: string): Promise<Cloud> {
    const known = this.clouds.get(environment);
    const cloud = known ?? this.makeCloud(environment);
    this.clouds.set(environment, cloud);
    return cloud;
  }

  /** What earlier runs wrote down of an environment. */
  memory(environment: string): string {
    return this.local(environment, "remembered.json");
  }

  /** Removes what earlier runs of an environment left. */
  forget(environment: string): void {
    rmSync(this.local(environment), { recursive: true, force: true });
  }

  /**
   * What the engine needs to run one stack.
   *
   * @param environment the primary's stack, whose preset of the policy pack applies to its replicas too
   * @param outputs of the environment's primary, for those who read it; by default those of its state
   */
  async deployOptions(
    stack: string,
    environment: string,
    outputs?: () => Promise<StackResult["references"]>,
  ): Promise<DeployOptions> {
    const cloud = await this.cloud(environment);
    return {
      projectDirectory: this.directory,
      stack,
      provider: cloud,
      accountId: cloud.accountId,
      partition: cloud.partition,
      stateDirectory: this.local(environment, "state"),
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

  private async makeCloud(environment: string): Promise<Cloud> {
    const place = await placeOf(this.directory, environment, this.memory(environment), this.account);
    return createCloud({ directory: this.local(environment, "cloud"), ...place });
  }
}
