"use strict";

/**
 * The entry point. A published pack holds its sources in one file. Where they are here as they are, esbuild puts them
 * together at each start: ts-node, which the engine offers, takes twice as long for so many files.
 */
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

const bundle = join(__dirname, "bundle.js");
if (existsSync(bundle)) {
  require(bundle);
} else {
  const { outputFiles } = require("esbuild").buildSync({
    entryPoints: [join(__dirname, "index.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    write: false,
  });
  const made = new Module(bundle, module);
  made.filename = bundle;
  made.paths = module.paths;
  made._compile(outputFiles[0].text, bundle);
}
