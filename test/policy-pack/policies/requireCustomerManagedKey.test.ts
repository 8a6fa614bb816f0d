import { expect } from "chai";
import { requireCustomerManagedKey } from "../../../policy-pack/policies/requireCustomerManagedKey";
import {
  change,
  primaryStack,
  resource,
  unknownString,
  updated,
  urn,
  verdictOn,
  violationsOf,
} from "../fixtures";

const type = "aws:codecommit/repository:Repository";

const ofInputs = (props: Record<string, unknown>, of = type) =>
  verdictOn(requireCustomerManagedKey, resource(of, "payments-api", props));

describe("codecommit-repository-require-customer-managed-key", () => {
  const key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  it("accepts the ARN of a key, and one that is not known yet", async () => {
    expect(await ofInputs({ kmsKeyId: key })).to.deep.equal([]);
    expect(await ofInputs({ kmsKeyId: unknownString })).to.deep.equal([]);
  });

  it("refuses a repository without a key and says how to mend it", async () => {
    expect(await ofInputs({ repositoryName: "payments-api" })).to.deep.equal([
      "Repository payments-api has no `kmsKeyId`, so AWS's own key aws/codecommit encrypts it. " +
        "Set `kmsKeyId` to the ARN of an aws.kms.Key of yours.",
    ]);
    expect(await ofInputs({ kmsKeyId: "" })).to.have.lengthOf(1);
  });

  for (const managed of [
    "alias/aws/codecommit",
    "arn:aws:kms:eu-central-1:123456789012:alias/aws/codecommit",
  ]) {
    it(`refuses ${managed}`, async () => {
      const [message] = await ofInputs({ kmsKeyId: managed });
      expect(message).to.include(`is encrypted with ${managed}, a key that AWS manages`);
    });
  }

  it("looks at repositories only", async () => {
    expect(await ofInputs({}, "aws:ecr/repository:Repository")).to.deep.equal([]);
  });

  it("accepts an unknown key that is one of the stack's", async () => {
    expect(await violationsOf(requireCustomerManagedKey, primaryStack())).to.deep.equal([]);
    expect(await violationsOf(requireCustomerManagedKey, updated(primaryStack()))).to.deep.equal([]);
  });

  // `kms_key_id` is Optional and Computed in terraform-provider-aws 6, so the outputs at preview have it unknown.
  it("says nothing of the stack where no key is given, which its inputs have shown", async () => {
    const stack = primaryStack().map((found) =>
      found.name === "web-shop" ? { ...found, propertyDependencies: {} } : found,
    );
    expect(await violationsOf(requireCustomerManagedKey, stack)).to.deep.equal([]);
  });

  it("refuses an unknown key that is made from no key of the stack", async () => {
    const stack = change(primaryStack(), "web-shop", {}, { kmsKeyId: [urn(type, "payments-api")] });
    const [violation, ...others] = await violationsOf(requireCustomerManagedKey, stack);
    expect(violation.urn).to.equal(urn(type, "web-shop"));
    expect(violation.message).to.include("comes from no KMS key of this stack");
    expect(others).to.deep.equal([]);
  });
});
