import { expect } from "chai";
import fc from "fast-check";
import type { Command } from "../../commandLine/command";
import { commands } from "../../commandLine/commands";
import { parse } from "../../commandLine/parse";
import { UsageError } from "../../commandLine/usageError";

const { start, preview, access, deploy, replicate } = commands;

/** What a command line is refused with, without the usage below. */
function refusal(command: Command, args: readonly string[]): string {
  try {
    parse(command, args);
  } catch (error) {
    if (error instanceof UsageError) {
      return error.message.split("\n")[0];
    }
    throw error;
  }
  throw new Error("it was accepted");
}

describe("A command line", () => {
  it("is read by the command's table", () => {
    expect(
      parse(access, ["dev", "--who", "codecommit:GitPush", "--json", "api", "refs/heads/a"]),
    ).to.deep.equal({
      values: { who: "codecommit:GitPush", json: true },
      words: ["dev", "api", "refs/heads/a"],
    });
    expect(parse(start, ["--stack=prod", "--exit"]).values).to.deep.equal({ stack: "prod", exit: true });
  });

  it("may leave out the value of an option that stands alone, too", () => {
    expect(parse(access, ["dev", "--html"]).values.html).to.equal("-");
    expect(parse(access, ["--html", "--version", "dev"]).values.html).to.equal("-");
    expect(parse(access, ["dev", "--html", "a.html"]).values.html).to.equal("a.html");
  });

  for (const [name, command] of Object.entries<Command>(commands)) {
    it(`asks for help with --help and -h, whatever else is missing: ${name}`, () => {
      expect(parse(command, ["--help"]).asksFor).to.equal("help");
      expect(parse(command, ["-h"]).asksFor).to.equal("help");
      expect(parse(command, ["--version"]).asksFor).to.equal("version");
    });
  }

  for (const [what, command, args, message] of [
    ["a missing argument", preview, [], "missing argument STACK"],
    ["the second of two", replicate, ["http://a/b"], "missing argument TARGET"],
    ["an argument too many", preview, ["dev", "prod"], 'unexpected argument "prod"'],
    [
      "an option without its dashes",
      start,
      ["fresh"],
      'unexpected argument "fresh". Did you mean "--fresh"?',
    ],
    [
      "an environment without its option",
      start,
      ["prod"],
      'unexpected argument "prod". Did you mean "npm start -- --stack prod"?',
    ],
    [
      "an argument of an option that is not given",
      access,
      ["dev", "api"],
      'unexpected argument "api": REPOSITORY goes with --who ACTION',
    ],
    [
      "a mistyped option",
      start,
      ["--frsh"],
      'unknown option "--frsh". Did you mean "--fresh"? Options: --stack, --exit, --fresh, --port, --account, --help, --version.',
    ],
    [
      "an option of another case",
      preview,
      ["dev", "--JSON"],
      'unknown option "--JSON". Did you mean "--json"? Options: --json, --policy-config, --help, --version.',
    ],
    [
      "a shortened option",
      preview,
      ["dev", "--policy", "x"],
      'unknown option "--policy". Did you mean "--policy-config"? Options: --json, --policy-config, --help, --version.',
    ],
    [
      "an option that is like none",
      deploy,
      ["dev", "--force"],
      'unknown option "--force". Options: --preview, --yes, --help, --version.',
    ],
    [
      "an option of one letter",
      start,
      ["-x"],
      'unknown option "-x". Options: --stack, --exit, --fresh, --port, --account, --help, --version.',
    ],
    [
      "an option called like a property of every object",
      start,
      ["--constructor"],
      'unknown option "--constructor". Options: --stack, --exit, --fresh, --port, --account, --help, --version.',
    ],
    ["an option without its value", start, ["--stack"], "missing value: --stack ENV"],
    ["an empty value", start, ["--stack="], "missing value: --stack ENV"],
    [
      "an option where a value belongs",
      start,
      ["--stack", "--exit"],
      'missing value: --stack ENV; "--exit" is an option (a value that begins with "-" is written --stack=--exit)',
    ],
    ["a value where none belongs", start, ["--exit=no"], 'option --exit takes no value, but is given "no"'],
    ["an option twice", start, ["--stack", "dev", "--stack", "prod"], "option --stack is given twice"],
    [
      "a word for a number",
      commands.benchStress,
      ["--runs", "many"],
      'option --runs takes a whole number from 1, but is given "many"',
    ],
    [
      "two formats",
      access,
      ["dev", "--json", "--html"],
      "--json and --html cannot be combined: choose one format",
    ],
    [
      "an option that needs another",
      replicate,
      ["http://a/b", "http://a/c", "--repair"],
      "--repair goes with --deep",
    ],
    [
      "an address too many, without its password",
      replicate,
      ["http://a/b", "http://a/c", "https://ada:se/cr@et@host/a?token=secret"],
      'unexpected argument "https://ada:…@host/a?…"',
    ],
  ] satisfies [string, Command, string[], string][]) {
    it(`is refused for ${what}`, () => {
      expect(refusal(command, args)).to.equal(message);
    });
  }

  it("is refused with the usage of its command, and of no other", () => {
    expect(() => parse(preview, []))
      .to.throw(UsageError)
      .with.property("message")
      .that.includes("\n  npm run preview -- STACK [options]\n")
      .and.includes("\n  --policy-config FILE  ")
      .and.not.includes("npm start");
  });

  it("is parsed or refused in our own words, whatever it is", () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "dev",
        "--",
        "-",
        "--who",
        "--html",
        "--json",
        "--no-json",
        "--identity=",
        "--help",
        "-h=1",
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom<Command>(...Object.values(commands)), fc.array(words), (command, args) => {
        try {
          parse(command, args);
        } catch (error) {
          expect(error).to.be.an.instanceOf(UsageError);
        }
      }),
    );
  });
});
