import { expect } from "chai";
import fc from "fast-check";
import { publicSubnets } from "../../../../local/engine/awsx/subnets";

function range(cidr: string): readonly [number, number] {
  const [address = "", bits = ""] = cidr.split("/");
  const base = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return [base, base + 2 ** (32 - Number(bits))];
}

describe("public subnets", () => {
  it("are divided as awsx divides them", () => {
    // Three zones get a quarter each: only powers of two can be split off.
    expect(publicSubnets("10.0.0.0/16", 3, "Legacy", undefined)).to.deep.equal([
      "10.0.0.0/20",
      "10.0.64.0/20",
      "10.0.128.0/20",
    ]);
    expect(publicSubnets("10.0.0.0/16", 2, "Auto", undefined)).to.deep.equal([
      "10.0.0.0/17",
      "10.0.128.0/17",
    ]);
    expect(publicSubnets("10.0.0.0/24", 2, "Legacy", undefined)).to.deep.equal([
      "10.0.0.0/25",
      "10.0.0.128/25",
    ]);
  });

  it("lie inside the VPC and never overlap", () => {
    const zones = fc.integer({ min: 1, max: 6 });
    const strategy = fc.constantFrom("Legacy" as const, "Auto" as const);
    fc.assert(
      fc.property(zones, fc.integer({ min: 8, max: 24 }), strategy, (count, bits, how) => {
        const [from, to] = range(`10.0.0.0/${bits}`);
        let end = from;
        for (const subnet of publicSubnets(`10.0.0.0/${bits}`, count, how, undefined)) {
          const [first, last] = range(subnet);
          expect(first).to.be.at.least(end);
          end = last;
        }
        expect(end).to.be.at.most(to);
      }),
    );
  });

  it("are refused when they do not fit", () => {
    expect(() => publicSubnets("10.0.0.0/24", 2, "Auto", 24)).to.throw("does not fit into 10.0.0.0/24");
    expect(() => publicSubnets("10.0.0/24", 2, "Auto", undefined)).to.throw("cidrBlock: 10.0.0/24 is not");
  });
});
