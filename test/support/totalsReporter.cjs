"use strict";
const { reporters } = require("mocha");

/** Mocha's own report, with the totals as its last line in a form that machines read. */
module.exports = class TotalsReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
};
