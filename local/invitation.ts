import path from "node:path";
import type { Cloud } from "./cloud";
import type { Primary } from "./tour/declared";

/** What to do with a cloud that is up. */
export function invitation(cloud: Cloud, primary: Primary, regions: readonly string[]): string {
  const names = Object.keys(primary.outputs.cloneUrls as object);
  const urls = regions.flatMap((region, index) => [
    `  ${region}, ${index === 0 ? "to push to" : "read-only copies"}:`,
    ...names.map((name) => `    git clone ${cloud.endpoint(region)}/v1/repos/${name}`),
  ]);
  const users = cloud
    .users()
    .map(
      ({ name, gitUserName }) =>
        `    ${name.padEnd(24)} ${gitUserName ?? "has no git credentials, signs requests"}`,
    );
  return [
    "\nYours to try:",
    ...urls,
    "  Git asks for a user name and a password; .local/endpoints.json has them:",
    ...users,
    ...throughProxy(),
    "A feature branch is accepted and copied; a protected branch is for its pushers.",
    `Mails and messages that would leave this machine are in ${path.join(cloud.logDirectory, "deliveries.log")}.`,
    "Ctrl-C ends it; .local/ keeps everything for the next start. Until then, what happens is told here:",
  ].join("\n");
}

/** Git asks a proxy for every address that no_proxy does not name. */
function throughProxy(): string[] {
  const { http_proxy: proxy = "", no_proxy: lower = "", NO_PROXY: upper = "" } = process.env;
  const spared = `${lower},${upper}`.split(",").map((host) => host.trim());
  return proxy === "" || spared.some((host) => host === "127.0.0.1" || host === "*")
    ? []
    : ["  http_proxy is set: tell git to go to this machine itself, with export no_proxy=127.0.0.1"];
}
