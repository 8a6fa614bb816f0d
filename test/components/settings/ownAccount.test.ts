import { expect } from "chai";
import { refuseOwnAccount } from "../../../components/settings/ownAccount";
import { SettingsError } from "../../../components/settings/settingsError";
import type { PrimarySettings } from "../../../components/settings/schema";
import { parse, primary } from "./settings";

describe("A role for another account", () => {
  const settings = parse({
    ...primary,
    crossAccount: { partner: { account: "210987654321", access: "reader", repositories: ["*"] } },
  }) as PrimarySettings;

  it("is refused when the account is the stack's own", () => {
    expect(() => {
      refuseOwnAccount(settings, "210987654321");
    }).to.throw(
      SettingsError,
      "crossAccount.partner.account: 210987654321 is this stack's own account; its people are in teams, which name its roles too.",
    );
  });

  it("is taken when it is another one", () => {
    expect(() => {
      refuseOwnAccount(settings, "123456789012");
    }).to.not.throw();
  });
});
