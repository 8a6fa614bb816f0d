import { writeFileSync } from "node:fs";
import type { Cloud } from "./cloud";

/**
 * Writes what other programs need to talk to the local cloud: per region the base URLs, per user the credentials.
 * Readable by its owner only.
 */
export function writeEndpoints(file: string, cloud: Cloud, regions: readonly string[]): void {
  const content = {
    regions: Object.fromEntries(
      regions.map((region) => [
        region,
        { api: cloud.endpoint(region), git: `${cloud.endpoint(region)}/v1/repos` },
      ]),
    ),
    users: Object.fromEntries(cloud.users().map(({ name, ...credentials }) => [name, credentials])),
  };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
}
