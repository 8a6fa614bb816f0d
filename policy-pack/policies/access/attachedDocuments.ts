import { inlineDocuments, managedDocuments, readDocument, type Document } from "../../access/documents";
import { isGiven, physicalName, type Stack, type StackResource } from "../../access/resources";

/** The documents that a resource of a stack holds or attaches, and those that cannot be told. */
export function attachedDocuments(stack: Stack, from: StackResource): readonly Document[] {
  const managed = ["policyArn", "managedPolicyArns"].filter((property) => isGiven(from, property));
  const own = /^aws:iam\/\w*[pP]olicy:/.test(from.type)
    ? [readDocument(physicalName(from), from.props.policy)]
    : [];
  return [
    ...own,
    ...inlineDocuments(from),
    ...managed.flatMap((property) => managedDocuments(stack, from, property)),
  ];
}
