import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Derives what the local cloud checks requests against from botocore's model of CodeCommit.
 *
 * Usage: tsx scripts/codeCommitModel.ts SERVICE_2_JSON BOTOCORE_VERSION [OPERATION…]
 * SERVICE_2_JSON is botocore/data/codecommit/2015-04-13/service-2.json, unpacked. Operations that the file has already
 * stay in it.
 */
interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface Service {
  readonly operations: Readonly<
    Record<
      string,
      { readonly input: { readonly shape: string }; readonly errors: readonly { shape: string }[] }
    >
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const target = path.join(__dirname, "..", "local", "cloud", "codecommit", "model", "model.json");
const [source, version, ...more] = process.argv.slice(2);
if (source === undefined || version === undefined) {
  throw new Error("Usage: tsx scripts/codeCommitModel.ts SERVICE_2_JSON BOTOCORE_VERSION [OPERATION…]");
}
const service = JSON.parse(readFileSync(source, "utf8")) as Service;
const known = JSON.parse(readFileSync(target, "utf8")) as { operations: object };
const names = [...new Set([...Object.keys(known.operations), ...more])].sort();

const shapes = new Map<string, object>();
const operations = Object.fromEntries(
  names.map((name) => {
    const { input, errors } = service.operations[name];
    take(input.shape);
    return [name, { input: input.shape, errors: [...new Set(errors.map(({ shape }) => shape))].join(" ") }];
  }),
);
const model = {
  source: `botocore ${version} (Apache-2.0), botocore/data/codecommit/2015-04-13/service-2.json`,
  operations,
  shapes: Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
};
writeFileSync(target, `${JSON.stringify(model, undefined, 2)}\n`);

/** Takes a shape, and those that it consists of, without their documentation. */
function take(name: string): void {
  if (shapes.has(name)) return;
  const { type, required, members, member, min, max, pattern, enum: values } = service.shapes[name];
  shapes.set(name, {
    type,
    required,
    members: members && Object.fromEntries(Object.entries(members).map(([key, { shape }]) => [key, shape])),
    member: member?.shape,
    min,
    max,
    pattern,
    enum: values,
  });
  for (const { shape } of Object.values(members ?? {})) take(shape);
  if (member !== undefined) take(member.shape);
}
