import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { primaryStack } from "../../components/primary";
import { parseSettings } from "../../components/settings/load";
import { type Cloud, createCloud } from "../../local/cloud";
import { partitionOf } from "../../local/cloud/partition";
import type { Properties } from "../../local/engine/provider";
import type { Primary } from "../../local/tour/declared";

export interface Realised {
  readonly cloud: Cloud;
  readonly region: string;
  readonly primary: Primary;
  /** Of the test's own. */
  readonly directory: string;
  remove(): Promise<void>;
}

/**
 * A primary that is up in a local cloud, in a fraction of the time that the engine takes: the program runs in this
 * process, loaded once for all environments, and its resources go straight to the cloud. There is no policy pack, no
 * state, and no replica.
 *
 * @param settings the keys of `codecommit-platform` but for the role
 */
export async function realise(
  stack: string,
  settings: Readonly<Record<string, unknown>>,
  region = "eu-central-1",
): Promise<Realised> {
  const directory = mkdtempSync(path.join(tmpdir(), "realised-"));
  const cloud = createCloud({ directory: path.join(directory, "cloud"), partition: partitionOf(region) });
  await cloud.start([region]);
  const { accountId, partition } = cloud;
  const place = { region, accountId, partition };
  const resources: { type: string; name: string; inputs: Properties }[] = [];

  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs, custom }) => {
        const known = inputs as Properties;
        if (type === "pulumi:pulumi:StackReference") {
          // Nothing was exported before.
          return { id: name, state: { ...known, outputs: {}, secretOutputNames: [] } };
        }
        resources.push({ type, name, inputs: known });
        if (!custom || type.startsWith("pulumi:")) {
          return { id: name, state: known };
        }
        const context = { ...place, urn: `urn:pulumi:${stack}::test::${type}::${name}`, name };
        const { id, outputs } = await cloud.resources[type].create(known, context);
        return { id, state: { ...known, ...outputs } };
      },
      call: ({ token, inputs }) => cloud.functions[token](inputs as Properties, place),
    },
    "codecommit-platform",
    stack,
    false,
    "organization",
  );
  const config = Object.entries({ role: "primary", ...settings }).map(([key, value]) => [
    `codecommit-platform:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const parsed = parseSettings("codecommit-platform", stack, {
    ...(Object.fromEntries(config) as Record<string, string>),
    "aws:region": region,
  });
  if (parsed.role !== "primary") {
    throw new Error(`${stack} is no primary`);
  }
  const outputs = await valueOf(await primaryStack(parsed));
  await pulumi.runtime.disconnect();
  return {
    cloud,
    region,
    directory,
    primary: { resources, outputs } as unknown as Primary,
    remove: async () => {
      await cloud.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function valueOf(outputs: Record<string, unknown>): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    pulumi.output(outputs).apply((value) => {
      resolve(value);
    });
  });
}
