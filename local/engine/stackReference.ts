import { EngineError } from "./errors";
import { stackNames } from "./project";
import { readState, stateFile } from "./state";
import { STACK_TYPE } from "./urn";
import { hasSecret, hasUnknown, type Values } from "./values";

export const STACK_REFERENCE = "pulumi:pulumi:StackReference";

export interface StackReferenceOptions {
  readonly organization: string;
  readonly project: string;
  readonly projectDirectory: string;
  readonly stateDirectory: string;
  /** Answers before the state does; undefined leaves it to the state. */
  readonly stackOutputs?: (stack: string) => Values | undefined | Promise<Values | undefined>;
}

/**
 * Answers a StackReference. A stack that has settings but was never brought up has no outputs, as a
 * stack that was only initialised has none in the real backend.
 *
 * @param reference `dev`, `organization/dev` or `organization/project/dev`
 * @throws EngineError for a stack that does not exist, in the real engine's words
 */
export async function readStackReference(reference: string, options: StackReferenceOptions): Promise<Values> {
  const outputs = known(await stackOutputs(reference, options));
  return {
    name: reference,
    outputs,
    secretOutputNames: Object.keys(outputs).filter((name) => hasSecret(outputs[name])),
  };
}

/**
 * Outputs of a preview that are not known yet are left out: one unknown inside would make the SDK take all of them for
 * unknown. A deployed stack has none.
 */
function known(outputs: Values): Values {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => !hasUnknown(value)));
}

async function stackOutputs(reference: string, options: StackReferenceOptions): Promise<Values> {
  const parts = reference.split("/");
  const stack = parts.at(-1) ?? "";
  const isOurs =
    parts.length <= 3 &&
    (parts.length === 1 || parts[0] === options.organization) &&
    (parts.length < 3 || parts[1] === options.project);
  if (isOurs) {
    const given = await options.stackOutputs?.(stack);
    const state = given === undefined ? readState(stateFile(options.stateDirectory, stack)) : undefined;
    const outputs = given ?? state?.find(({ type }) => type === STACK_TYPE)?.outputs;
    if (outputs !== undefined) {
      return outputs;
    }
    if (state !== undefined || (await stackNames(options.projectDirectory)).includes(stack)) {
      return {};
    }
  }
  throw new EngineError(`unknown stack "${reference}"`);
}
