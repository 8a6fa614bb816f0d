import { expect } from "chai";
import { notificationRuleName } from "../../../components/documents/ruleNames";

describe("The name of a notification rule", () => {
  it("says environment, rule and repository when they fit", () => {
    expect(notificationRuleName("ccp-dev", "reviews", "payments-api")).to.equal(
      "ccp-dev-reviews-payments-api",
    );
    expect(notificationRuleName("ccp-dev", "reviews", "r".repeat(48))).to.have.length(64);
  });

  it("is cut to 64 characters, ends in a hash and tells long names apart", () => {
    const names = ["a", "b"].map((end) => notificationRuleName("ccp-dev", "reviews", "r".repeat(90) + end));
    for (const name of names) {
      expect(name)
        .to.match(/^ccp-dev-reviews-r+-[0-9a-f]{8}$/)
        .and.have.length(64);
    }
    expect(names[0]).to.not.equal(names[1]);
    expect(names[0]).to.equal(notificationRuleName("ccp-dev", "reviews", `${"r".repeat(90)}a`));
  });

  it("has no dot, which AWS refuses, and still tells web.shop from web-shop", () => {
    const name = notificationRuleName("ccp-dev", "reviews", "web.shop");
    expect(name).to.match(/^ccp-dev-reviews-web-shop-[0-9a-f]{8}$/);
    expect(name).to.not.equal(notificationRuleName("ccp-dev", "reviews", "web-shop"));
  });
});
