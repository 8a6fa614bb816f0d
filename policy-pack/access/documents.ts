import { ownPolicy, policyType } from "./attachments";
import { awsManagedPolicy } from "./awsManagedPolicies";
import { parsePolicy, PolicyError, type Policy } from "./policy";
import { isGiven, physicalName, unknown, type Reference, type Stack, type StackResource } from "./resources";

/** A policy document, or the reason why it cannot be told what it says. */
export type Document =
  { readonly name: string; readonly policy: Policy } | { readonly name: string; readonly gap: string };

/** Reads an inline document or that of a policy resource. */
export function readDocument(name: string, document: unknown): Document {
  const found = readResourceDocument(name, document);
  return "policy" in found && found.policy.statements.some(({ principals }) => principals)
    ? { name, gap: `policy ${name} names principals, as no policy of an identity may` }
    : found;
}

/** Reads the document of a policy on a resource, which says who may use it. */
export function readResourceDocument(name: string, document: unknown): Document {
  if (document === unknown) return { name, gap: `policy ${name} is not known before the update` };
  if (typeof document !== "string" && (typeof document !== "object" || document === null)) {
    return { name, gap: `policy ${name} has no document` };
  }
  try {
    const policy = typeof document === "string" ? parsedText(document) : parsePolicy(document);
    return { name, policy };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { name, gap: `policy ${name} cannot be read: ${error.message}` };
  }
}

/** Each team attaches the same few guards, and each policy of the pack reads them all again. */
function parsedText(document: string): Policy {
  const known = parsedTexts.get(document) ?? parsePolicy(document);
  parsedTexts.set(document, known);
  return known;
}

const parsedTexts = new Map<string, Policy>();

/** The documents within a role. */
export function inlineDocuments(role: StackResource): readonly Document[] {
  const { inlinePolicies } = role.props;
  if (inlinePolicies === undefined || inlinePolicies === null || !isGiven(role, "inlinePolicies")) return [];
  const list = Array.isArray(inlinePolicies) ? (inlinePolicies as unknown[]) : [unknown];
  return list.flatMap((entry) => {
    if (typeof entry !== "object" || entry === null) {
      return [
        { name: "inlinePolicies", gap: `inlinePolicies of ${role.name} are not known before the update` },
      ];
    }
    const { name, policy } = entry as Readonly<Record<string, unknown>>;
    // The provider reports a role without inline policies as one with an empty one.
    return policy === undefined || policy === ""
      ? []
      : [readDocument(typeof name === "string" ? name : "inline", policy)];
  });
}

/** The documents of the managed policies that a property names by ARN or by reference to a policy of the stack. */
export function managedDocuments(stack: Stack, from: StackResource, property: string): readonly Document[] {
  const references = stack.references(from, property, policyType);
  if (!references)
    return [{ name: property, gap: `${property} of ${from.name} is not known before the update` }];
  return references.map((reference) => managedDocument(stack, reference));
}

function managedDocument(stack: Stack, reference: Reference): Document {
  if ("resource" in reference) {
    return readDocument(physicalName(reference.resource), reference.resource.props.policy);
  }
  const arn = reference.value;
  const own = ownPolicy(stack, arn);
  if (own) return readDocument(physicalName(own), own.props.policy);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const policy = awsManagedPolicy(arn);
  return policy ? { name, policy } : { name, gap: `the document of ${arn} is not part of this stack` };
}
