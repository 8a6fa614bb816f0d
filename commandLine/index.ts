export { commands } from "./commands";
export { type Parsed, type Values } from "./parse";
export { runCommand } from "./run";
export { didYouMean, nearestOf } from "./suggestion";
export { UsageError } from "./usageError";
