import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import { EngineError } from "./errors";
import { goScalar } from "./goScalar";
import { isObject, type Value, type Values } from "./values";

export interface StackFile {
  readonly content: Values;
  /** The keys at the top in whose values an anchor stands, which other places may refer to. */
  readonly anchored: readonly string[];
}

/**
 * A YAML file as the Pulumi CLI reads it: gopkg.in/yaml.v3, seen with version 3.248.0 (`pulumi config --json`). What the
 * CLI changes without a word is refused: keys that are numbers or dates to YAML, dates, a second document.
 *
 * @param path for the messages
 * @throws EngineError naming all that is wrong, each with its line and column
 */
export function parseStackFile(path: string, text: string): StackFile {
  const lines = new LineCounter();
  // As text, all of it: what a plain word means is for Go's rules to say.
  const documents = parseAllDocuments(text, { schema: "failsafe", lineCounter: lines, prettyErrors: false });
  const reader = new Reader(lines);
  reader.refuseControlCharacters(text);
  for (const { errors } of documents) {
    errors.forEach(({ message, pos }) => reader.report(pos[0], inWords(message)));
  }
  const [first, ...more] = documents as readonly (Document<Node> | undefined)[];
  const second = more.find((document) => !isEmpty(document?.contents ?? null));
  if (second !== undefined) {
    reader.report(
      second.range?.[0] ?? 0,
      'a second document begins here, and the Pulumi CLI reads the first only: remove the line "---", or move this into a file of its own',
    );
  }
  const root = reader.problems.length > 0 ? null : (first?.contents ?? null);
  const content = first === undefined ? {} : reader.value(first, root);
  if (reader.problems.length > 0) {
    throw new EngineError(
      reader.problems.length === 1
        ? `${path}: ${reader.problems[0]}`
        : [
            `${path} has ${reader.problems.length} problems:`,
            ...reader.problems.map((line) => `  ✗ ${line}`),
          ].join("\n"),
    );
  }
  return { content: isObject(content) ? content : {}, anchored: anchoredKeys(root) };
}

class Reader {
  readonly problems: string[] = [];

  constructor(private readonly lines: LineCounter) {}

  report(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push(`line ${line}, column ${col}: ${message}.`);
  }

  /** yaml.v3: "control characters are not allowed". */
  refuseControlCharacters(text: string): void {
    // eslint-disable-next-line no-control-regex
    for (const { 0: sign, index } of text.matchAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g)) {
      const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      this.report(index, `the control character U+${code} is not allowed`);
    }
  }

  value(document: Document, node: Node | null): Value {
    if (isAlias(node)) {
      return this.value(document, this.target(document, node));
    }
    if (isMap(node)) {
      return this.map(document, node as YAMLMap<Node, Node | null>);
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.value(document, item as Node));
    }
    return isScalar(node) ? this.scalar(node) : null;
  }

  private scalar(node: Scalar): Value {
    const text = textOf(node);
    if (!isPlain(node)) {
      return text;
    }
    const meaning = goScalar(text);
    switch (meaning.kind) {
      case "date":
        this.report(
          start(node),
          `${text} is a date to YAML, and the Pulumi CLI writes it anew: put it in quotes`,
        );
        return text;
      case "infinite":
        this.report(
          start(node),
          `${text} is a number that no setting can have, and the Pulumi CLI refuses it: write another one`,
        );
        return text;
      default:
        return meaning.value;
    }
  }

  /** Own keys win over merged ones, and of several merged maps the first. */
  private map(document: Document, node: YAMLMap<Node, Node | null>): Values {
    const own = new Map<string, Value>();
    const merged = new Map<string, Value>();
    for (const pair of node.items) {
      if (isScalar(pair.key) && isPlain(pair.key) && pair.key.value === "<<") {
        this.merge(document, pair, merged);
      } else {
        own.set(this.key(pair.key), this.value(document, pair.value));
      }
    }
    // Defines `__proto__` as any other key, where an assignment would set the prototype.
    return Object.fromEntries([...merged, ...own]);
  }

  private merge(document: Document, { key, value }: Pair<Node, Node | null>, into: Map<string, Value>): void {
    const sources = isSeq(value) ? (value.items as Node[]) : [value];
    for (const source of sources) {
      const found = this.value(document, source);
      if (typeof found !== "object" || found === null || Array.isArray(found)) {
        this.report(start(key), "<< takes a map, or a list of maps, such as *defaults");
        return;
      }
      for (const [name, item] of Object.entries(found)) {
        if (!into.has(name)) into.set(name, item);
      }
    }
  }

  private key(node: Node): string {
    if (!isScalar(node)) {
      this.report(start(node), "a key is one word, but a map, a list or an alias stands here");
      return "";
    }
    const text = textOf(node);
    if (isPlain(node)) {
      const meaning = goScalar(text);
      const read = meaning.kind === "value" ? String(meaning.value) : "";
      if (read !== text) {
        this.report(
          start(node),
          `the key ${text === "" ? "is empty" : `${text} is not a text to YAML, and the Pulumi CLI would change it${read === "" ? "" : ` to ${read}`}`}: put it in quotes, ${JSON.stringify(text)}`,
        );
      }
    }
    return text;
  }

  private target(document: Document, alias: Alias): Node | null {
    const found = alias.resolve(document);
    if (found === undefined) {
      this.report(start(alias), `there is no anchor &${alias.source} before this`);
    }
    return found ?? null;
  }
}

function anchoredKeys(root: Node | null): string[] {
  return isMap(root)
    ? root.items.flatMap(({ key, value }) => (isScalar(key) && hasAnchor(value) ? [String(key.value)] : []))
    : [];
}

function hasAnchor(node: unknown): boolean {
  let found = false;
  if (isNode(node)) {
    visit(node, {
      Node: (_key, { anchor }: { readonly anchor?: string }) => {
        found ||= anchor !== undefined;
      },
    });
  }
  return found;
}

/** Without a schema, every scalar is a text, or nothing. */
function textOf({ value }: Scalar): string {
  return typeof value === "string" ? value : "";
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Without quotes and not a block, so that it may mean something else than its text. */
function isPlain(node: Scalar): boolean {
  return (node.type === Scalar.PLAIN || node.type === undefined) && node.tag !== "tag:yaml.org,2002:str";
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.value === ""));
}

/** The library's messages end in a full stop or not, and speak of what it would do. */
function inWords(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/[.\s]+$/, "");
}
