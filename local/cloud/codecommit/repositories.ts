import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Existing, Properties, ResourceContext, ResourceHandler } from "../../engine/provider";
import { type Account, arn, dnsSuffix } from "../account";
import { AwsError } from "../awsError";
import type { Kms } from "../kms";
import { optionalText, text } from "../properties";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { git } from "./git";

/** Milliseconds since 1970. */
export interface RepositoryDates {
  readonly created: number;
  readonly modified: number;
}

/** Repositories: their records, and their bare git repositories on disk. */
export class Repositories {
  private readonly table: Table<StoredResource>;
  private readonly dates: Table<RepositoryDates>;

  constructor(
    private readonly account: Account,
    private readonly kms: Kms,
  ) {
    this.table = account.store.table("repositories");
    this.dates = account.store.table("repositoryDates");
  }

  resources(): Record<string, ResourceHandler> {
    const records = recordHandler(this.table, {
      replaceOn: ["repositoryName"],
      exists: "RepositoryNameExistsException",
      check: (inputs, context) => {
        this.checkKey(inputs, context);
      },
      describe: async (inputs, context) => {
        const name = text(inputs, "repositoryName");
        checkName(name);
        this.checkKey(inputs, context);
        if (!this.find(context.region, name)) {
          await createBare(this.directory(context.region, name));
          this.dates.delete(recordKey(name, context.region));
          this.touch(context.region, name);
        }
        return { id: name, outputs: this.computed(context.region, name) };
      },
      remove: async ({ region, id }) => {
        await rm(this.directory(region, id), { recursive: true, force: true });
        this.dates.delete(recordKey(id, region));
      },
    });
    return {
      "aws:codecommit/repository:Repository": {
        ...records,
        update: async (id, inputs, old, context) => {
          const outputs = (await records.update?.(id, inputs, old, context)) ?? {};
          this.touch(context.region, id);
          const wanted = optionalText(inputs, "defaultBranch");
          // As the AWS provider: without a branch there is no default to set.
          if (
            wanted !== undefined &&
            wanted !== old.defaultBranch &&
            (await this.branches(context.region, id)).size > 0
          ) {
            await this.setDefaultBranch(context.region, id, wanted);
          }
          return outputs;
        },
        read: (name, { region }, preview) => this.read(region, name, preview),
      },
    };
  }

  find(region: string, name: string): StoredResource | undefined {
    return this.table.get(recordKey(name, region));
  }

  /** @throws {AwsError} RepositoryDoesNotExistException. */
  get(region: string, name: string): StoredResource {
    const repository = this.find(region, name);
    if (repository !== undefined) return repository;
    throw new AwsError("RepositoryDoesNotExistException", `${name} does not exist`);
  }

  /** Makes every repository without content below another cloud's directory. */
  async makeEmpty(directory: string): Promise<void> {
    for (const { region, id } of this.table.values()) {
      await createBare(join(directory, region, "repositories", id));
    }
  }

  list(region: string): StoredResource[] {
    return this.table.values().filter((repository) => repository.region === region);
  }

  /** The bare repository's directory. */
  directory(region: string, name: string): string {
    return join(this.root(region), name);
  }

  /** The directory of a region's repositories. */
  root(region: string): string {
    return join(this.account.store.directory, region, "repositories");
  }

  /** Branch names and their tips. */
  async branches(region: string, name: string): Promise<Map<string, string>> {
    const format = "--format=%(refname:lstrip=2) %(objectname)";
    const lines = await git(this.directory(region, name), "for-each-ref", format, "refs/heads");
    return new Map(
      lines
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => [line.slice(0, -41), line.slice(-40)]),
    );
  }

  /**
   * The default branch, or undefined while there is no branch. HEAD is its only record: once its branch exists it
   * cannot be deleted, so a HEAD without a branch means that nothing was pushed yet.
   */
  async defaultBranch(region: string, name: string): Promise<string | undefined> {
    // The whole name: the short one of a branch that a tag is called after begins with "heads/".
    const head = await git(this.directory(region, name), "symbolic-ref", "HEAD");
    const branch = head.replace(/^refs\/heads\//, "");
    return (await this.branches(region, name)).has(branch) ? branch : undefined;
  }

  /** @throws {AwsError} BranchDoesNotExistException. */
  async setDefaultBranch(region: string, name: string, branch: string): Promise<void> {
    if (!(await this.branches(region, name)).has(branch)) {
      throw new AwsError("BranchDoesNotExistException", `${branch} does not exist in ${name}`);
    }
    await git(this.directory(region, name), "symbolic-ref", "HEAD", `refs/heads/${branch}`);
    this.touch(region, name);
  }

  /** When a repository was made, and when its settings or refs changed last. */
  datesOf(region: string, name: string): RepositoryDates {
    return this.dates.get(recordKey(name, region)) ?? this.touch(region, name);
  }

  /** Notes that a repository has changed now. */
  touch(region: string, name: string): RepositoryDates {
    const now = Date.now();
    const created = this.dates.get(recordKey(name, region))?.created ?? now;
    this.dates.set(recordKey(name, region), { created, modified: now });
    return { created, modified: now };
  }

  /**
   * What an import finds. The programs that run here adopt what somebody made long ago on AWS, so a repository that does
   * not exist yet is supposed to: an empty one, with AWS's own key.
   */
  private async read(region: string, name: string, preview: boolean): Promise<Existing> {
    const { inputs, outputs } = this.find(region, name) ?? this.suppose(region, name);
    if (!preview && this.find(region, name) === undefined) {
      await createBare(this.directory(region, name));
      this.touch(region, name);
      this.table.set(recordKey(name, region), { id: name, region, inputs, outputs });
      this.account.log("cloud", `the repository ${name} in ${region} is adopted: supposed to exist, so made`);
    }
    // As the AWS provider reads it: the default branch is not looked at unless the state has one.
    const read = Object.entries(inputs).filter(([key]) => key !== "defaultBranch");
    return { inputs: Object.fromEntries(read), outputs };
  }

  private suppose(region: string, name: string): Existing {
    checkName(name);
    return { inputs: { repositoryName: name }, outputs: this.computed(region, name) };
  }

  private checkKey(inputs: Properties, { region }: ResourceContext): void {
    const keyId = optionalText(inputs, "kmsKeyId");
    if (keyId !== undefined) this.kms.key(keyId, region);
  }

  private computed(region: string, name: string): Properties {
    const host = `git-codecommit.${region}.${dnsSuffix(this.account)}`;
    return {
      arn: arn(this.account, "codecommit", region, name),
      repositoryId: randomUUID(),
      cloneUrlHttp: `https://${host}/v1/repos/${name}`,
      cloneUrlSsh: `ssh://${host}/v1/repos/${name}`,
    };
  }
}

function checkName(name: string): void {
  if (/^[\w.-]{1,100}$/.test(name) && !name.endsWith(".git") && name !== "." && name !== "..") return;
  throw new AwsError(
    "InvalidRepositoryNameException",
    `${name}: 1 to 100 letters, digits, "_", "." or "-", and not ending in .git`,
  );
}

async function createBare(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await git(directory, "init", "--quiet", "--bare", "--template=", "--initial-branch=main");
}
