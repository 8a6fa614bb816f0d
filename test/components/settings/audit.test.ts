import { expect } from "chai";
import { auditOf, auditSchema } from "../../../components/settings/sections/audit";

const trail = { lockDays: 365, lockMode: "governance", archiveDays: 2557 };
const alarms = { deniedPushes: 5, deniedPushMinutes: 15 };

const audit = (environment: string, written?: unknown) =>
  auditOf({ environment, audit: auditSchema.parse(written) });

describe("The audit of an environment", () => {
  it("is whole in prod, unasked, and nowhere else", () => {
    expect(audit("prod")).to.deep.equal({ retentionDays: 365, events: true, trail, alarms });
    expect(audit("dev")).to.equal(undefined);
    expect(audit("production")).to.equal(undefined);
  });

  it("records events where it is asked for, and has a trail where that is asked for", () => {
    const eventsOnly = { retentionDays: 365, events: true, trail: undefined, alarms: undefined };
    expect(audit("dev", {})).to.deep.equal(eventsOnly);
    expect(audit("dev", { trail: true })).to.deep.equal({ ...eventsOnly, trail, alarms });
    expect(audit("dev", { trail: { lockDays: 30 } })).to.deep.equal({
      ...eventsOnly,
      trail: { ...trail, lockDays: 30 },
      alarms,
    });
  });

  it("can be switched off in prod, piece by piece", () => {
    expect(audit("prod", { alarms: false })).to.include({ events: true, alarms: undefined });
    expect(audit("prod", { trail: false, events: false })).to.deep.equal({
      retentionDays: 365,
      events: false,
      trail: undefined,
      alarms: undefined,
    });
  });
});
