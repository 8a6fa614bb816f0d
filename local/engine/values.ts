import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/**
 * Property values as the engine holds and stores them: JSON in which secrets, assets, archives and
 * resource references are objects marked by a signature, and an unknown is a fixed string.
 * The signatures are those of `@pulumi/pulumi/runtime/rpc` and of the Go SDK's resource/properties.go.
 */
export type Value = unknown;
export type Values = Readonly<Record<string, Value>>;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stands at preview for a value that only the realised resource has. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What people see in place of a secret. */
export const MASK = "[secret]";

export function isObject(value: Value): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function signed(value: Value, signature: string): value is Values {
  return isObject(value) && value[SIGNATURE] === signature;
}

export const isSecret = (value: Value): value is Values => signed(value, SECRET);
export const isAsset = (value: Value): value is Values => signed(value, ASSET);
export const isArchive = (value: Value): value is Values => signed(value, ARCHIVE);

/** Marks a value as secret, once. */
export function secret(value: Value): Value {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** A reference to a whole resource; an absent id means that it is not created yet. */
export function resourceReference(urn: string, id: string | undefined, custom: boolean): Values {
  return { [SIGNATURE]: RESOURCE, urn, ...(custom ? { id: id ?? UNKNOWN } : {}), packageVersion: "" };
}

function mapValues(values: Values, change: (value: Value) => Value): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

/** What the wire brings, without output values and without the nulls that stand for "not set". */
export function fromWire(struct: Struct | undefined): Values {
  return struct === undefined ? {} : mapValues(withoutNulls(struct.toJavaScript()), normalise);
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}

function normalise(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(normalise);
  }
  if (signed(value, OUTPUT)) {
    const inner = "value" in value ? normalise(value.value) : UNKNOWN;
    return value.secret === true ? secret(inner) : inner;
  }
  if (isSecret(value)) {
    return secret(normalise(value.value));
  }
  return isObject(value) ? mapValues(withoutNulls(value), normalise) : value;
}

/** The wire's form. Undefined members are left out. */
export function toWire(values: Values): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Record<string, JavaScriptValue>);
}

/** Whether `test` holds for the value or anything inside it. */
export function some(value: Value, test: (value: Value) => boolean): boolean {
  if (test(value)) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.some((item) => some(item, test));
  }
  return isObject(value) && Object.values(value).some((item) => some(item, test));
}

export const hasUnknown = (value: Value): boolean => some(value, (item) => item === UNKNOWN);
export const hasSecret = (value: Value): boolean => some(value, isSecret);

/** Rewrites a value from the outside in; `change` answers undefined to go on inside. */
function rewrite(value: Value, change: (value: Value) => Value): Value {
  const changed = change(value);
  if (changed !== undefined) {
    return changed;
  }
  if (Array.isArray(value)) {
    return value.map((item) => rewrite(item, change));
  }
  return isObject(value) ? mapValues(value, (item) => rewrite(item, change)) : value;
}

/** A resource reference as those see it who know no references: its id, or its URN for a component. */
function referenced(value: Values): Value {
  return value.id ?? value.urn;
}

/** References replaced, secrets still wrapped: what a policy that mends is given. */
export function withoutReferences(values: Values): Values {
  return mapValues(values, (value) =>
    rewrite(value, (inner) => (signed(inner, RESOURCE) ? referenced(inner) : undefined)),
  );
}

/** Secrets unwrapped and references replaced: what a policy pack is given. */
export function reveal(values: Values): Values {
  const change = (value: Value): Value => {
    if (isSecret(value)) {
      return rewrite(value.value, change);
    }
    return signed(value, RESOURCE) ? referenced(value) : undefined;
  };
  return mapValues(values, (value) => rewrite(value, change));
}

/** As {@link reveal}, with assets and archives in the form that handlers are given. */
export function forHandler(values: Values): Values {
  const change = (value: Value): Value => {
    if (isAsset(value)) {
      return { asset: withoutSignature(value) };
    }
    if (isArchive(value)) {
      return { archive: mapValues(withoutSignature(value), (item) => rewrite(item, change)) };
    }
    return undefined;
  };
  return mapValues(reveal(values), (value) => rewrite(value, change));
}

function withoutSignature(value: Values): Values {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== SIGNATURE && key !== "hash"));
}

/** What people may see: secrets as `[secret]`, unknowns as `[unknown]`. */
export function mask(value: Value): Value {
  return rewrite(value, (inner) => {
    if (isSecret(inner)) {
      return MASK;
    }
    if (inner === UNKNOWN) {
      return "[unknown]";
    }
    if (isAsset(inner)) {
      return `asset(${source(inner)})`;
    }
    if (isArchive(inner)) {
      return `archive(${isObject(inner.assets) ? describeAssets(inner.assets) : source(inner)})`;
    }
    return signed(inner, RESOURCE) ? mask(referenced(inner)) : undefined;
  });
}

/** Where an asset comes from and the beginning of its content's hash, so that a changed file shows. */
function source({ path, uri, hash }: Values): string {
  const place = [path, uri, "text"].find((part) => typeof part === "string");
  return `${String(place)}${typeof hash === "string" ? `, ${hash.slice(0, 7)}` : ""}`;
}

function describeAssets(assets: Values): string {
  return Object.entries(assets)
    .map(([name, asset]) => `${name}: ${String(mask(asset))}`)
    .join(", ");
}

export function maskAll(values: Values): Values {
  return mapValues(values, mask);
}
