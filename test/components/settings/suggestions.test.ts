import { expect } from "chai";
import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { exampleInstead } from "../../../components/settings/examples";
import { existingUser, iamRoleName, managedPolicy } from "../../../components/settings/iamNames";
import {
  accountId,
  emailAddress,
  foreignPrincipal,
  functionArn,
  queueArn,
  repositoryName,
  roleSessions,
  shortName,
  topicArn,
  triggerName,
} from "../../../components/settings/names";
import {
  approvalBranch,
  branchName,
  branchPattern,
  referencePattern,
  tagPattern,
} from "../../../components/settings/refNames";
import { regionProblems } from "../../../components/settings/region";
import { primarySchema, replicaSchema } from "../../../components/settings/schema";

/** Rules of single texts, which say in their messages what to write. */
const rules: Readonly<Record<string, z.ZodType>> = {
  ...{ shortName, repositoryName, triggerName, existingUser, iamRoleName, managedPolicy, accountId },
  ...{ branchPattern, tagPattern, branchName, approvalBranch, referencePattern, roleSessions },
  ...{ foreignPrincipal, topicArn, queueArn, functionArn, emailAddress },
};

/** What people type by mistake, and anything. */
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."aB1-_./*?{},|!^$()[]+\\ @~:%2FäжЖ".split("")) }),
  fc.constantFrom(
    "dev_1",
    "1_0",
    "Dev",
    "_",
    "a".repeat(31),
    "release/.*",
    "{a,b/}",
    "origin/HEAD",
    "refs/heads/",
    "x.git.git",
  ),
  fc.stringMatching(/^refs\/(heads|tags|remotes)\/[a-z./*-]{0,8}$/),
  fc.stringMatching(/^arn:aws:iam::1:(user|role)\/[a-z/ ]{0,8}$/),
);

/** The texts that a message tells to write. */
function suggestions(message: string): string[] {
  const told = [...message.matchAll(/(?:write|for example)[^"]*((?:"(?:[^"\\]|\\.)*"(?:, | or )?)+)/g)];
  return told
    .filter(([whole]) => !whole.startsWith('write "?"'))
    .flatMap(([, list]) =>
      [...list.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => JSON.parse(text) as string),
    );
}

describe("What messages suggest to write", () => {
  for (const [name, rule] of Object.entries(rules)) {
    it(`is right itself: ${name}`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          for (const { message } of rule.safeParse(text).error?.issues ?? []) {
            for (const suggestion of suggestions(message.replace(JSON.stringify(text), ""))) {
              // Half of a value is no value: "Role/*", "role/", with a name behind it.
              if (name === "foreignPrincipal" && suggestion.endsWith("/")) continue;
              expect(rule.safeParse(suggestion).error?.issues, `${message} → ${suggestion}`).to.equal(
                undefined,
              );
            }
          }
        }),
        { numRuns: 500 },
      );
    });
  }

  it("is a region, of a text that is none", () => {
    fc.assert(
      fc.property(
        fc.oneof(texts, fc.constantFrom("eu-central", "EU-WEST-1", "us-east", "eu-moon-1")),
        (text) => {
          for (const problem of regionProblems(text)) {
            for (const [, region] of problem.matchAll(/Did you mean "([^"]+)"/g)) {
              expect(regionProblems(region)).to.deep.equal([]);
            }
          }
        },
      ),
    );
  });

  it("is YAML that the schema takes, wherever a map or a list is missing", () => {
    const seen: string[] = [];
    for (const [path, schema] of [
      ...fieldsOf(primarySchema, "primary"),
      ...fieldsOf(replicaSchema, "replica"),
    ]) {
      for (const found of ["text", ["a", "b"], { a: 1 }, 42, null]) {
        const example = exampleInstead(schema, found);
        if (example === undefined) continue;
        seen.push(path);
        expect(schema.safeParse(parseYaml(example)).error?.issues, `${path}: ${example}`).to.equal(undefined);
      }
    }
    expect(seen).to.include.members([
      "primary.repositories",
      "primary.teams.*",
      "primary.protections.*.approvals",
    ]);
  });
});

describe("A branch that settings take", () => {
  it("is one that git takes, wildcards aside", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const name = text.replace(/[*?]/g, "x");
        fc.pre(!name.includes("\0") && branchPattern.safeParse(name).success);
        // git itself is the judge: `check-ref-format --branch` is what `git branch` asks.
        const { status } = spawnSync("git", ["check-ref-format", "--branch", name], { stdio: "ignore" });
        expect(status, JSON.stringify(name)).to.equal(0);
      }),
      { numRuns: 150 },
    );
  });

  it("is a usual one, with wildcards and signs that git knows", () => {
    for (const name of [
      ...[
        "main",
        "release/*",
        "release/1.*",
        "v?.?",
        "*",
        "feature/größe",
        "a+b",
        "user@host",
        "#1",
        "x.locked",
        "v1.*",
      ],
      ...["hot-fix", "origin", "heads", "a.b/c.d", "HEADS", "release**", "50%off"],
    ]) {
      expect(branchPattern.safeParse(name).error?.issues, name).to.equal(undefined);
    }
  });
});

/** Every setting by its path, entries of maps and items of lists as `*`. */
function fieldsOf(schema: z.ZodType, path: string): [string, z.ZodType][] {
  const own: [string, z.ZodType] = [path, schema];
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    const fields = Object.entries<z.ZodType>(inner.shape);
    return [own, ...fields.flatMap(([key, field]) => fieldsOf(field, `${path}.${key}`))];
  }
  const part =
    inner instanceof z.ZodRecord ? inner.valueType : inner instanceof z.ZodArray ? inner.element : undefined;
  return part === undefined ? [own] : [own, ...fieldsOf(part as z.ZodType, `${path}.*`)];
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType);
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}
