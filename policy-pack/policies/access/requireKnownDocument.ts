import { inlineDocuments, managedDocuments, readDocument, type Document } from "../../access/documents";
import { isGiven, physicalName, type Stack, type StackResource } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";
import { grantTypes } from "./statements";

export const requireKnownDocument = definePolicy({
  name: "iam-policy-require-known-document",
  description:
    "Every policy that reaches an identity can be read before the update, as all other proofs need it.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  remediation: [
    "Compute ARNs in documents from names that are known, and attach policies of this stack:",
    "",
    "    Resource: `arn:${partition}:codecommit:${region}:${accountId}:payments-api`",
  ],
  judgeStack: (stack) => {
    const seen = new Set<string>();
    return stack.resources
      .filter(({ type }) => grantTypes.includes(type))
      .flatMap((resource) => documentsOf(stack, resource).map((document) => ({ document, resource })))
      .flatMap(({ document, resource: { name, urn } }) => {
        if (!("gap" in document) || seen.has(document.gap)) return [];
        seen.add(document.gap);
        return [
          {
            message: `It cannot be told what ${name} allows: ${document.gap.replace(/\.$/, "")}. ${instead}`,
            urn,
          },
        ];
      });
  },
});

const instead = "Let the program compute the document from values that it knows.";

function documentsOf(stack: Stack, from: StackResource): readonly Document[] {
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
