import type { StackResult } from "./result";
import { runStack, type DeployOptions } from "./run";

export type { AnalyzedResource, Analyzer } from "./analysis";
export { EngineError } from "./errors";
export type { PropertyChange } from "./diff";
export type { PolicyPackRef } from "./policyPack";
export { loadProject, stackNames, type Project } from "./project";
export { toJson } from "./result";
export type { Diagnostic, ResourceJson, ResourceResult, StackResult, Violation } from "./result";
export type { DeployOptions, SoFar } from "./run";
export {
  hasVerdict,
  renderCounts,
  renderFindings,
  renderResult,
  renderVerdict,
  type RenderOptions,
} from "./render";
export type { Operation } from "./steps";
export { UNKNOWN, type Value, type Values } from "./values";

/**
 * Runs the program and the policies without realising anything: says what {@link upStack} would do.
 * No handler of a resource is called and nothing is written.
 *
 * @returns what was found, failures of the program and of the policies included: look at `ok`
 * @throws EngineError when it cannot even begin: no such stack, unreadable settings, an encrypted value
 */
export async function previewStack(options: DeployOptions): Promise<StackResult> {
  return runStack(options, true);
}

/**
 * Runs the program and the policies and realises what the program registers; then deletes what it no
 * longer registers. Call it after a {@link previewStack} that is `ok`: what a policy forbids only
 * for the stack as a whole is found after most of it is realised.
 *
 * Every realised step is in the state before the next begins, so a killed run is simply run again.
 *
 * @returns as {@link previewStack}
 * @throws EngineError as {@link previewStack}
 */
export async function upStack(options: DeployOptions): Promise<StackResult> {
  return runStack(options, false);
}
