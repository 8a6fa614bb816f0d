import { createHash, randomUUID } from "node:crypto";
import { cp, readdir, readFile, rename, rm, mkdir } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Properties, Realised, ResourceHandler } from "../../engine/provider";
import { type Account, arn, dnsSuffix } from "../account";
import { AwsError } from "../awsError";
import { nested, physicalName, text, texts } from "../properties";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { parseDockerfile } from "./dockerfile";

/** An image as it can be run. */
export interface Image {
  readonly digest: string;
  /** Where the image's root lies on disk. */
  readonly root: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Entry point and command in one. */
  readonly run: readonly string[];
}

interface Reference {
  readonly region: string;
  readonly repository: string;
  readonly name: string;
}

/** Image repositories, and images that are "built" by copying files where their Dockerfile says. */
export class Images {
  private readonly repositories: Table<StoredResource>;
  /** By `<region> <repository>` and then `:<tag>` or `@<digest>`. */
  private readonly images: Table<Image>;

  constructor(private readonly account: Account) {
    this.repositories = account.store.table("ecrRepositories");
    this.images = account.store.table("ecrImages");
  }

  resources(): Record<string, ResourceHandler> {
    const { accountId } = this.account;
    const build = (inputs: Properties) => this.build(inputs);
    return {
      "aws:ecr/repository:Repository": recordHandler(this.repositories, {
        replaceOn: ["name", "encryptionConfigurations"],
        exists: "RepositoryAlreadyExistsException",
        describe: (inputs, context) => {
          const name = physicalName(inputs, context);
          const registry = `${accountId}.dkr.ecr.${context.region}.${dnsSuffix(this.account)}`;
          const outputs = {
            name,
            arn: arn(this.account, "ecr", context.region, `repository/${name}`),
            registryId: accountId,
            repositoryUrl: `${registry}/${name}`,
          };
          return { id: name, outputs };
        },
      }),
      "aws:ecr/lifecyclePolicy:LifecyclePolicy": recordHandler(
        this.account.store.table("ecrLifecyclePolicies"),
        {
          replaceOn: ["repository"],
          exists: "LifecyclePolicyAlreadyExistsException",
          describe: (inputs) => ({ id: text(inputs, "repository"), outputs: {} }),
        },
      ),
      "docker-build:index:Image": {
        create: build,
        update: async (_id, inputs) => (await build(inputs)).outputs,
        // Images stay in the registry, as after a real push.
        delete: () => Promise.resolve(),
      },
    };
  }

  /** @throws {AwsError} CannotPullContainerError when the registry has no such image. */
  pull(uri: string): Image {
    // A URI with both is pulled by its digest.
    const { region, repository, name } = parseReference(uri);
    const image = this.images.get(imageKey(region, repository, name));
    if (image !== undefined) return image;
    throw new AwsError("CannotPullContainerError", `${uri}: not found`);
  }

  private async build(inputs: Properties): Promise<Realised> {
    const context = resolve(text(nested(inputs, "context"), "location"));
    const location = nested(inputs, "dockerfile").location;
    const file = typeof location === "string" ? resolve(location) : join(context, "Dockerfile");
    const dockerfile = parseDockerfile(await readFile(file, "utf8"));
    const references = texts(inputs, "tags").map(parseReference);
    for (const { region, repository } of references) {
      if (this.repositories.has(recordKey(repository, region))) continue;
      throw new AwsError(
        "RepositoryNotFoundException",
        `The repository ${repository} does not exist in ${region}`,
      );
    }

    const fresh = join(this.account.store.directory, "images", `building-${randomUUID()}`);
    await mkdir(join(fresh, dockerfile.workingDirectory), { recursive: true });
    for (const { sources, target } of dockerfile.copies) {
      for (const source of sources) await copyInto(context, source, join(fresh, target), target);
    }
    const digest = `sha256:${await contentHash(fresh, JSON.stringify(dockerfile))}`;
    const root = join(this.account.store.directory, "images", digest.slice(7));
    // What is there already is the same, and a task may be running in it.
    await rename(fresh, root).catch(() => rm(fresh, { recursive: true }));

    const image: Image = {
      digest,
      root,
      workingDirectory: dockerfile.workingDirectory,
      environment: dockerfile.environment,
      run: [...dockerfile.entryPoint, ...dockerfile.command],
    };
    for (const { region, repository, name } of references) {
      this.images.set(imageKey(region, repository, name), image);
      this.images.set(imageKey(region, repository, `@${digest}`), image);
    }
    const [tag = ""] = texts(inputs, "tags");
    return { id: digest, outputs: { digest, contextHash: digest.slice(7), ref: `${tag}@${digest}` } };
  }
}

function imageKey(region: string, repository: string, name: string): string {
  return `${region} ${repository}${name}`;
}

/** Reads `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` with `:<tag>`, `@<digest>` or both. */
function parseReference(uri: string): Reference {
  const [, region, repository, tag, digest] =
    /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)(:[^@]+)?(@sha256:[0-9a-f]{64})?$/.exec(
      uri,
    ) ?? [];
  if (region === undefined || repository === undefined) {
    throw new AwsError("CannotPullContainerError", `${uri} is not in a registry of this account`);
  }
  return { region, repository, name: digest ?? tag ?? ":latest" };
}

/** COPY: a directory's contents, or a file under its own or its new name. */
async function copyInto(context: string, source: string, path: string, target: string): Promise<void> {
  const from = resolve(context, source);
  if (from !== context && !from.startsWith(context + sep)) {
    throw new AwsError("InvalidContext", `COPY ${source} leaves the build context`);
  }
  const directory = await readdir(from).then(
    () => true,
    () => false,
  );
  const toDirectory = target.endsWith("/") || /(^|\/)\.$/.test(target);
  const to = directory || !toDirectory ? path : join(path, source.split("/").at(-1) ?? source);
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true });
}

async function contentHash(directory: string, seed: string): Promise<string> {
  const hash = createHash("sha256").update(seed);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash
      .update(file.slice(directory.length))
      .update("\0")
      .update(await readFile(file));
  }
  return hash.digest("hex");
}
