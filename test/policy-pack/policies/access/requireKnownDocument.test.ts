import { expect } from "chai";
import { requireKnownDocument } from "../../../../policy-pack/policies/access/requireKnownDocument";
import {
  change,
  document,
  primaryStack,
  replicaStack,
  resource,
  role,
  unknownString,
  updated,
  urn,
} from "../../fixtures";
import { saidOf } from "../judging";

const instead = "Let the program compute the document from values that it knows.";

describe("iam-policy-require-known-document", () => {
  it("accepts documents that can be read, of this stack and of AWS, at preview and after an update", async () => {
    for (const stack of [primaryStack(), updated(primaryStack()), replicaStack(), updated(replicaStack())]) {
      expect(await saidOf(requireKnownDocument, stack)).to.deep.equal([]);
    }
  });

  it("catches a document that is not known yet, once, however many it is attached to", async () => {
    const stack = change(primaryStack(), "trunk-guard", { policy: unknownString });
    expect(await saidOf(requireKnownDocument, stack)).to.deep.equal([
      [
        "trunk-guard",
        `It cannot be told what trunk-guard allows: policy ccp-dev-trunk-guard is not known before the update. ${instead}`,
      ],
    ]);
  });

  it("catches a document that cannot be read", async () => {
    const policy = document({ Effect: "Allow", Action: "codecommit:GitPush", Resource: "*", Unless: {} });
    const stack = change(primaryStack(), "trunk-guard", { policy });
    expect(await saidOf(requireKnownDocument, stack)).to.deep.equal([
      [
        "trunk-guard",
        "It cannot be told what trunk-guard allows: policy ccp-dev-trunk-guard cannot be read: Unknown element " +
          `"Unless" in statement 1. ${instead}`,
      ],
    ]);
  });

  it("catches an attachment of what is not this stack's", async () => {
    const foreign = "arn:aws:iam::123456789012:policy/other";
    const stack = change(primaryStack(), "auditors-access", { policyArn: foreign });
    expect(await saidOf(requireKnownDocument, stack)).to.deep.equal([
      [
        "auditors-access",
        `It cannot be told what auditors-access allows: the document of ${foreign} is not part of this stack. ${instead}`,
      ],
    ]);
  });

  it("catches an attachment of what is not known yet", async () => {
    const stack = change(primaryStack(), "auditors-access", { policyArn: unknownString }, { policyArn: [] });
    expect(await saidOf(requireKnownDocument, stack)).to.deep.equal([
      [
        "auditors-access",
        `It cannot be told what auditors-access allows: policyArn of auditors-access is not known before the update. ${instead}`,
      ],
    ]);
  });

  it("catches policies within a role that are not known yet, and none that is not given", async () => {
    const of = (props: object, on: Record<string, string[]> = {}) =>
      resource("aws:iam/role:Role", "deploy", { name: "deploy", ...props }, on);
    const on = { inlinePolicies: [urn("aws:iam/role:Role", "other")] };
    expect(await saidOf(requireKnownDocument, [of({ inlinePolicies: unknownString }, on)])).to.deep.equal([
      [
        "deploy",
        `It cannot be told what deploy allows: inlinePolicies of deploy are not known before the update. ${instead}`,
      ],
    ]);
    const computed = of({ inlinePolicies: unknownString, managedPolicyArns: unknownString });
    expect(await saidOf(requireKnownDocument, [computed])).to.deep.equal([]);
    expect(await saidOf(requireKnownDocument, [role("deploy")])).to.deep.equal([]);
  });
});
