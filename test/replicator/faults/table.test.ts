import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

/** Rows whose measure is time: tests do not take it, `npm run bench -- relay` does. */
const elsewhere = [23];

function rowsHere(): number[] {
  const titles = readdirSync(__dirname)
    .filter((file) => file.endsWith(".test.ts") && file !== path.basename(__filename))
    .flatMap((file) => [...readFileSync(path.join(__dirname, file), "utf8").matchAll(/"Fault (\d+): /g)]);
  return titles.map(([, row]) => Number(row));
}

describe("The table of faults", () => {
  it("has tests for each of its 24 rows", () => {
    const rows = [...rowsHere(), ...elsewhere].sort((a, b) => a - b);
    expect(rows).to.deep.equal(Array.from({ length: 24 }, (_, index) => index + 1));
  });
});
