"use strict";

/** ESLint guards the boundaries between the programs; this forbids circles inside and across them. */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "Two files that need each other are one idea in two places, or two ideas in one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
