"use strict";
/*
 * Loaded before Pulumi's hosts. They report an error with util.inspect(error, { colors: true }), and
 * Node.js 20.20 then searches each frame for the module's name: for a frame such as
 * node_modules/@pulumi/resource.ts (so the source maps of @pulumi/pulumi name its files) it finds no
 * end and starts over, until after some 20 seconds the text is too long for a string. Without colours
 * it does not search; and colours have no place in a message that others print.
 */
const util = require("util");

const { inspect } = util;
util.inspect = Object.assign(
  (value, ...options) => (util.types.isNativeError(value) ? inspect(value) : inspect(value, ...options)),
  inspect,
);
