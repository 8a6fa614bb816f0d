"use strict";
// The engine has ts-node compile a pack of TypeScript each time it starts, which takes seconds, and more with every
// file. Here esbuild strips the types in some hundredths; `npm run typecheck` is what checks them.
const { buildSync } = require("esbuild");
const path = require("node:path");

const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, "index.ts")],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  write: false,
});
module._compile(outputFiles[0].text, path.join(__dirname, "index.bundle.js"));
