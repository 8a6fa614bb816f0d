import { AwsError } from "../awsError";
import { isObject } from "../properties";

/** A filter pattern, read. */
export type FilterPattern = (message: string) => boolean;

type Test = (record: unknown) => boolean;

/** CloudWatch Logs API reference, "PutMetricFilter". */
const maxLength = 1024;

/**
 * Reads a filter pattern over JSON: comparisons of `$.fields`, joined by `&&`, `||` and brackets. The empty pattern takes
 * everything; patterns over plain text are none of the program's.
 *
 * @example
 * const denied = parseFilterPattern('{ ($.eventName = "GitPush") && ($.errorCode = "AccessDenied*") }');
 * denied('{"eventName":"GitPush","errorCode":"AccessDenied"}'); // true
 * @throws {AwsError} InvalidParameterException naming what is wrong.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function parseFilterPattern(pattern: string): FilterPattern {
  if (pattern.length > maxLength) throw invalid(`${pattern.length} characters, at most ${maxLength}`);
  if (pattern.trim() === "") return () => true;
  const test = new Parser(pattern).pattern();
  return (message) => {
    const record = parsed(message);
    return record !== undefined && test(record);
  };
}

/** The value at a selector such as `$.userIdentity.arn`, or undefined. */
export function selected(message: string, selector: string): unknown {
  const parser = new Parser(selector);
  const value = parser.selector();
  parser.end();
  return value(parsed(message));
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  ">": (value, limit) => value > limit,
  "<": (value, limit) => value < limit,
  ">=": (value, limit) => value >= limit,
  "<=": (value, limit) => value <= limit,
};

/** Reads from left to right; each method reads what it is named after. */
class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  pattern(): Test {
    this.expect("{");
    const test = this.or();
    this.expect("}");
    this.end();
    return test;
  }

  end(): void {
    if (this.take(/$/y) === undefined) throw this.unexpected("the end");
  }

  /** `.name`, `['name']` and `[0]` after a dollar. */
  selector(): (record: unknown) => unknown {
    if (this.take(/\$/y) === undefined) throw this.unexpected("a selector, which begins with $");
    const steps: (string | number)[] = [];
    for (;;) {
      const name = this.take(/\.([\w-]+)/y) ?? this.take(/\['([^']*)'\]/y);
      const index = name === undefined ? this.take(/\[(\d+)\]/y) : undefined;
      if (name === undefined && index === undefined) break;
      steps.push(name ?? Number(index));
    }
    if (steps.length === 0) throw this.unexpected("a field");
    return (record) => steps.reduce(child, record);
  }

  private or(): Test {
    const tests = this.joined("||", () => this.joinedByAnd());
    return (record) => tests.some((test) => test(record));
  }

  private joinedByAnd(): Test {
    const tests = this.joined("&&", () => this.term());
    return (record) => tests.every((test) => test(record));
  }

  private joined(operator: "&&" | "||", part: () => Test): Test[] {
    const tests = [part()];
    while (this.take(operator === "&&" ? /\s*&&/y : /\s*\|\|/y) !== undefined) tests.push(part());
    return tests;
  }

  private term(): Test {
    this.space();
    if (this.take(/\(/y) !== undefined) {
      const test = this.or();
      this.expect(")");
      return test;
    }
    const value = this.selector();
    this.space();
    const test = this.condition();
    return (record) => test(value(record));
  }

  private condition(): Test {
    const word = this.take(/(NOT\s+EXISTS|IS\s+(?:NULL|TRUE|FALSE))/iy)?.toUpperCase();
    if (word?.startsWith("NOT") === true) return (value) => value === undefined;
    if (word !== undefined) {
      const wanted = word.endsWith("NULL") ? null : word.endsWith("TRUE");
      return (value) => value === wanted;
    }
    const operator = this.take(/(!=|>=|<=|=|>|<)/y);
    if (operator === undefined) throw this.unexpected("=, !=, >, <, >=, <=, IS or NOT EXISTS");
    this.space();
    const compare = comparisons[operator];
    if (compare !== undefined) {
      const limit = this.number();
      return (value) => typeof value === "number" && compare(value, limit);
    }
    const equals = this.operand();
    // A field that is absent is neither equal nor unequal: NOT EXISTS asks for that.
    return operator === "=" ? equals : (value) => value !== undefined && !equals(value);
  }

  private number(): number {
    const number = this.take(/(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.*])/y);
    if (number === undefined) throw this.unexpected("a number");
    return Number(number);
  }

  /** A number, or a text in which `*` stands for any characters. */
  private operand(): Test {
    const quoted = this.take(/"((?:[^"\\]|\\.)*)"/sy);
    if (quoted !== undefined) return like(quoted.replace(/\\(.)/gs, "$1"));
    const expression = this.take(/%([^%]+)%/y);
    if (expression !== undefined) {
      const regExp = new RegExp(expression);
      return (value) => typeof value === "string" && regExp.test(value);
    }
    const word = this.take(/([\w*.:/+-]+)/y);
    if (word === undefined) throw this.unexpected("a value");
    const number = Number(word);
    if (Number.isNaN(number)) return like(word);
    return (value) => value === number;
  }

  private expect(character: string): void {
    this.space();
    if (this.text[this.at] !== character) throw this.unexpected(`"${character}"`);
    this.at++;
    this.space();
  }

  private space(): void {
    this.take(/\s*/y);
  }

  /** What the expression's group holds, or the whole; undefined when it does not stand here. */
  private take(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text);
    if (match === null) return undefined;
    this.at = expression.lastIndex;
    return match[1] ?? match[0];
  }

  private unexpected(wanted: string): AwsError {
    return invalid(
      `${wanted} is missing at character ${this.at + 1}: ${this.text.slice(this.at, this.at + 20)}`,
    );
  }
}

function child(value: unknown, step: string | number): unknown {
  if (typeof step === "number") return Array.isArray(value) ? (value as unknown[])[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function like(pattern: string): Test {
  const source = pattern
    .split("*")
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"))
    .join(".*");
  const expression = new RegExp(`^${source}$`, "s");
  return (value) => typeof value === "string" && expression.test(value);
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

function invalid(reason: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid metric filter pattern: ${reason}`);
}
