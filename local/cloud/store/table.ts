import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A durable map of JSON values: one file, read when first used, rewritten as a whole at each change.
 * A change is in the file when the call returns; a crash leaves the old file or the new one.
 */
export class Table<Value> {
  private rows: Map<string, Value> | undefined;

  constructor(private readonly file: string) {}

  get(key: string): Value | undefined {
    return this.load().get(key);
  }

  has(key: string): boolean {
    return this.load().has(key);
  }

  values(): Value[] {
    return [...this.load().values()];
  }

  entries(): [string, Value][] {
    return [...this.load()];
  }

  set(key: string, value: Value): void {
    this.load().set(key, value);
    this.save();
  }

  delete(key: string): void {
    if (this.load().delete(key)) this.save();
  }

  private load(): Map<string, Value> {
    this.rows ??= new Map(
      existsSync(this.file) ? Object.entries(JSON.parse(readFileSync(this.file, "utf8")) as object) : [],
    );
    return this.rows;
  }

  private save(): void {
    const next = `${this.file}.new`;
    writeFileSync(next, `${JSON.stringify(Object.fromEntries(this.load()), undefined, 1)}\n`, {
      mode: 0o600,
    });
    renameSync(next, this.file);
  }
}

/** The tables of one cloud. Nothing is touched before a table is first written. */
export class Store {
  private readonly tables = new Map<string, Table<unknown>>();

  constructor(readonly directory: string) {}

  /** @param name The file's name without its ending; one type of value a name. */
  table<Value>(name: string): Table<Value> {
    const known = this.tables.get(name);
    if (known !== undefined) return known as Table<Value>;
    const table = new Table<Value>(join(this.directory, `${name}.json`));
    this.tables.set(name, table);
    return table;
  }

  /** Makes the directory, readable by its owner only: it holds passwords. */
  open(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    chmodSync(this.directory, 0o700);
  }
}
