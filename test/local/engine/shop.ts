import { mkdtemp, cp, rm, writeFile, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { stringify } from "yaml";
import { previewStack, upStack, type DeployOptions, type StackResult } from "../../../local/engine";
import type { Existing, Properties, Provider, ResourceHandler } from "../../../local/engine/provider";

/** One call of a handler. */
export interface Call {
  readonly verb: "create" | "update" | "delete" | "read";
  readonly name: string;
  readonly inputs: Properties;
}

/** A provider in memory that records every call. */
export class RecordingProvider implements Provider {
  readonly calls: Call[] = [];
  /** Runs before a call is carried out; may throw. */
  before: (call: Call) => void = () => undefined;
  /** What an import finds, by id. */
  readonly existing = new Map<string, Existing>();
  #serial = 0;

  readonly functions = {
    "test:index:greet": (args: Properties) => Promise.resolve({ text: `hello ${String(args.name)}` }),
  };

  readonly #thing: ResourceHandler = {
    replaceOn: ["label"],
    create: (inputs, { name }) => {
      this.#record({ verb: "create", name, inputs });
      this.#serial += 1;
      return Promise.resolve({ id: `id-${this.#serial}`, outputs: { serial: `serial-${this.#serial}` } });
    },
    update: (_id, inputs, old, { name }) => {
      this.#record({ verb: "update", name, inputs });
      return Promise.resolve({ serial: old.serial });
    },
    delete: (_id, outputs, { name }) => {
      this.#record({ verb: "delete", name, inputs: outputs });
      return Promise.resolve();
    },
    read: (id, { name }, preview) => {
      this.#record({ verb: "read", name, inputs: { preview } });
      return Promise.resolve(this.existing.get(id));
    },
  };

  readonly resources: Readonly<Record<string, ResourceHandler>> = { "test:index:Thing": this.#thing };

  /** As "create a", in their order. */
  verbs(): string[] {
    return this.calls.map(({ verb, name }) => `${verb} ${name}`);
  }

  #record(call: Call): void {
    this.before(call);
    this.calls.push(call);
  }
}

/** A project in a folder of its own, so that tests can change its settings. */
export class Shop {
  readonly provider = new RecordingProvider();

  private constructor(readonly directory: string) {}

  static async open(): Promise<Shop> {
    const directory = await mkdtemp(join(tmpdir(), "shop-"));
    await cp(resolve(__dirname, "../../fixtures/shop"), directory, { recursive: true });
    await symlink(resolve(__dirname, "../../../node_modules"), join(directory, "node_modules"));
    return new Shop(directory);
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  get stateDirectory(): string {
    return join(this.directory, "state");
  }

  options(more: Partial<DeployOptions> = {}): DeployOptions {
    const { directory, provider, stateDirectory } = this;
    return { projectDirectory: directory, stack: "dev", provider, stateDirectory, ...more };
  }

  async preview(items: readonly object[], more: Partial<DeployOptions> = {}): Promise<StackResult> {
    await this.configure({ items });
    return previewStack(this.options(more));
  }

  async up(items: readonly object[], more: Partial<DeployOptions> = {}): Promise<StackResult> {
    await this.configure({ items });
    return upStack(this.options(more));
  }

  async configure(config: object): Promise<void> {
    await writeFile(join(this.directory, "Pulumi.dev.yaml"), stringify({ config }));
  }
}
