import { createHash } from "node:crypto";
import { EngineError } from "../errors";
import type { Goal } from "../goal";
import { hasUnknown, isObject, reveal, UNKNOWN, type Values } from "../values";
import { defined, outputOf, registerChild } from "./child";
import type { Host } from "./host";

/**
 * awsx:ecr:Image (awsx/ecr/image.ts): one image that is built and pushed. All of it happens inside an
 * `apply` there, so the child appears only once every argument is known.
 *
 * The registry's credentials are left out: they change with every run and nothing here asks for them.
 */
export async function expandImage(urn: string, goal: Goal, host: Host): Promise<Values> {
  if (hasUnknown(goal.inputs)) {
    return { imageUri: UNKNOWN };
  }
  const args = reveal(goal.inputs);
  const url = args.repositoryUrl;
  if (typeof url !== "string") {
    throw new EngineError(`${urn}: repositoryUrl is required`);
  }
  const name = text(args.imageName) ?? text(args.imageTag) ?? uniqueName(args, host.stack);
  const tag = `${url}:${name}`;
  const cached = Array.isArray(args.cacheFrom) && args.cacheFrom.length > 0 ? args.cacheFrom : [tag];
  const image = await registerChild(
    goal,
    {
      type: "docker-build:index:Image",
      name,
      parent: urn,
      inputs: {
        buildArgs: args.args,
        buildOnPreview: true,
        cacheFrom: cached.map((ref: unknown) => ({ registry: { ref } })),
        cacheTo: [{ inline: {} }],
        context: { location: text(args.context) ?? "." },
        dockerfile: defined({ location: args.dockerfile }),
        network: "default",
        platforms: args.platform === undefined ? [] : [args.platform],
        push: true,
        tags: [tag],
        target: args.target,
      },
    },
    host,
  );
  const digest = outputOf(image, "digest");
  const ref = outputOf(image, "ref");
  if (digest === UNKNOWN || ref === UNKNOWN) {
    return { imageUri: UNKNOWN };
  }
  return { imageUri: typeof digest === "string" ? `${url}@${digest}` : (untagged(text(ref)) ?? tag) };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** REGISTRY/NAME:TAG@sha256:… without the tag. */
function untagged(ref: string | undefined): string | undefined {
  return ref?.replace(/^(.*):([^@]+)(@sha256:.+)$/, "$1$3");
}

/** A name that stays the same as long as what is built comes from the same places. */
function uniqueName(args: Values, stack: string): string {
  const buildArgs = Object.entries(isObject(args.args) ? args.args : {});
  const dockerfile = text(args.dockerfile);
  const signature = [
    text(args.context) ?? ".",
    dockerfile === undefined ? "" : `;dockerfile=${dockerfile}`,
    ...buildArgs.map(([key, value]) => `;arg[${key}]=${String(value)}`),
    stack,
  ].join("");
  return `${createHash("sha1").update(signature).digest("hex").slice(0, 8)}-container`;
}
