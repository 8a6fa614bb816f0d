import path from "node:path";
import { startPolicyPack } from "../../local/engine/policyPack";
import type { Violation } from "../../local/engine";
import { presetOf } from "../../local/preset";
import type { Part, Scene } from "./scene";

/** The real policy pack, at work on one stack. */
export interface Judge {
  /** What the pack reports of a stack: of every resource that differs from the scene, and of the whole. */
  violations(parts: readonly Part[]): Promise<readonly Violation[]>;
  stop(): void;
}

/** Starts the pack with the preset of the scene's environment. */
export async function judgeOf(projectDirectory: string, scene: Scene): Promise<Judge> {
  const pack = await startPolicyPack(
    {
      directory: path.join(projectDirectory, "policy-pack"),
      configFile: presetOf(projectDirectory, scene.environment),
    },
    // Where it would log: nobody listens.
    "127.0.0.1:1",
    {
      ...{ organization: "organization", project: "codecommit-platform", stack: scene.stack },
      ...{ dryRun: true, config: {} },
    },
  );
  const original = new Set(scene.parts);
  return {
    async violations(parts) {
      const found: Violation[] = [];
      for (const { urn, goal, provider, inputs } of parts.filter((part) => !original.has(part))) {
        found.push(...(await pack.analyze({ urn, goal, properties: inputs, ...(provider && { provider }) })));
      }
      const whole = parts.map(({ urn, goal, provider, outputs }) => ({
        ...{ urn, goal, properties: outputs },
        ...(provider && { provider }),
      }));
      found.push(...(await pack.analyzeStack(whole)));
      return found.filter(({ level }) => level === "mandatory");
    },
    stop: () => {
      pack.stop();
    },
  };
}
