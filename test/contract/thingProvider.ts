import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Existing, Properties, Provider, ResourceHandler } from "../../local/engine/provider";
import { isObject, UNKNOWN, type Values } from "../../local/engine/values";

/** One call of the provider, in a line of its own. */
export interface Call {
  readonly verb: "check" | "create" | "update" | "delete" | "read";
  readonly name: string;
  readonly inputs: Values;
}

/**
 * A provider of things that both engines drive: the local one in its own process, the real one through a plugin. What it
 * is asked goes to a file, and what an import finds comes from one.
 */
export class ThingProvider implements Provider {
  constructor(
    private readonly callsFile: string,
    private readonly existingFile: string,
  ) {}

  readonly functions = {
    "test:index:greet": (args: Properties) => Promise.resolve({ text: `hello ${String(args.name)}` }),
  };

  readonly #thing: ResourceHandler = {
    replaceOn: ["label"],
    create: (inputs, { name }) => {
      this.#record({ verb: "create", name, inputs });
      return Promise.resolve({ id: `id-${name}`, outputs: { serial: `serial-${name}` } });
    },
    update: (_id, inputs, old, { name }) => {
      this.#record({ verb: "update", name, inputs });
      return Promise.resolve({ serial: old.serial });
    },
    delete: (_id, _outputs, { name }) => {
      this.#record({ verb: "delete", name, inputs: {} });
      return Promise.resolve();
    },
    read: (id, { name }) => {
      this.#record({ verb: "read", name, inputs: {} });
      return Promise.resolve(this.#existing()[id]);
    },
  };

  readonly resources: Readonly<Record<string, ResourceHandler>> = { "test:index:Thing": this.#thing };

  /** As the AWS provider writes `tagsAll`: computed anew from what is given, unknown where that is. */
  check(_type: string, inputs: Values, _provider: Values): Values {
    // Check is given no name that both engines have.
    this.#record({ verb: "check", name: "", inputs });
    const tags = isObject(inputs.tags) ? inputs.tags : {};
    const unknown = Object.values(tags).includes(UNKNOWN);
    return inputs.tags === undefined
      ? inputs
      : { ...inputs, tagsAll: unknown ? UNKNOWN : { ...tags, by: "check" } };
  }

  #record(call: Call): void {
    appendFileSync(this.callsFile, `${JSON.stringify(call)}\n`);
  }

  #existing(): Readonly<Record<string, Existing>> {
    return existsSync(this.existingFile)
      ? (JSON.parse(readFileSync(this.existingFile, "utf8")) as Record<string, Existing>)
      : {};
  }
}
