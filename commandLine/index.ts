export { commandOf, commands } from "./commands";
export { exitWith } from "./exit";
export { type Parsed, type Values } from "./parse";
export { runCommand } from "./run";
export { didYouMean, nearestOf } from "./suggestion";
export { UsageError } from "./usageError";
