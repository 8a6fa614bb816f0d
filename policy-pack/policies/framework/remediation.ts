import * as policySdk from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { plain } from "../view";

type Inputs = Readonly<Record<string, unknown>>;

/** How the SDK's serialiser gets at what its proxies guard (its proxy.js); the values are not exported. */
const [isProxy, target] = ["__isSpecialProxy", "__getSpecialProxyTarget"];
/** The SDK exports it without a type. */
const { unknownCheckingProxy: guarded } = policySdk as unknown as {
  unknownCheckingProxy(this: void, value: object): object;
};
/** Pulumi's marks on the wire: sdk/nodejs/runtime/rpc.ts. */
const [signature, archiveSignature] = [
  "4dabf18193072939515e22adb298388d",
  "0def7320c3a5731c473e5ecbe6d01bc7",
];

/** The inputs behind the SDK's proxies, which throw on what is not known yet and show secrets in the clear. */
export function rawInputs(props: object): Inputs {
  const inputs = props as Inputs;
  return inputs[isProxy] === true ? rawInputs(inputs[target] as object) : inputs;
}

/** Raw inputs as policies see them: secrets in the clear, and `unknown` for what is not known yet. */
export function readableInputs(inputs: Inputs): Inputs {
  return plain(guarded(revealed(inputs) as object)) as Inputs;
}

/** The inputs with some of their fields set; the others keep what they are, secrets and unknowns among them. */
export function withChanges(inputs: Inputs, changes: Inputs): Inputs {
  const changed = Object.entries(changes).map(([key, change]) => [key, merged(inputs[key], change)] as const);
  return { ...(archivesKept(inputs) as Inputs), ...Object.fromEntries(changed) };
}

function merged(old: unknown, change: unknown): unknown {
  if (old instanceof policySdk.Secret) return new policySdk.Secret(merged(old.value, change));
  return isPlain(old) && isPlain(change) ? withChanges(old, change) : change;
}

function revealed(value: unknown): unknown {
  if (value instanceof policySdk.Secret) return revealed(value.value);
  return mapped(value, revealed);
}

/** The SDK's serialiser keeps the names only of what is in an archive: here its content is put on the wire. */
function archivesKept(value: unknown): unknown {
  if (!(value instanceof asset.AssetArchive)) return mapped(value, archivesKept);
  return { [signature]: archiveSignature, assets: Promise.resolve(value.assets).then(archivesKept) };
}

function mapped(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

function isPlain(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
