import { definePolicy } from "../framework/definePolicy";
import { attachedDocuments } from "./attachedDocuments";
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
      .flatMap((resource) => attachedDocuments(stack, resource).map((document) => ({ document, resource })))
      .flatMap(({ document, resource: { name, urn } }) => {
        if (!("gap" in document) || seen.has(document.gap)) return [];
        seen.add(document.gap);
        const gap = document.gap.replace(/\.$/, "");
        return [{ message: `It cannot be told what ${name} allows: ${gap}. ${instead}`, urn }];
      });
  },
});

const instead = "Let the program compute the document from values that it knows.";
