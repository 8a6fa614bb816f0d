import { unknown, type StackResource } from "../../policy-pack/access/resources";
import { type AnalyzedResource, previewStack, type StackResult, UNKNOWN, type Value } from "../engine";
import { primaryStackOf } from "../environment";
import type { Workspace } from "../workspace";

/** What the unmodified program of a stack registers, as far as access is concerned; no cloud is touched. */
export interface Program {
  /** Of the primary too when the stack is a replica: its people are those who reach for the copies. */
  readonly resources: readonly StackResource[];
  /** What came of the preview; of the primary's, when that already failed. */
  readonly result: StackResult;
}

/** What access is made of. Nothing that holds a secret is among it. */
const relevant = /^(aws:iam\/|aws:codecommit\/|codecommit-platform:)/;
const secret = /^aws:iam\/(accessKey|serviceSpecificCredential):/;

/** @throws EngineError when there is no such stack */
export async function programOf(workspace: Workspace, stack: string): Promise<Program> {
  const primary = await primaryStackOf(workspace.directory, stack);
  if (primary === undefined) {
    return preview(workspace, stack, stack);
  }
  const first = preview(workspace, primary, primary);
  const outputs = async () => {
    const { result } = await first;
    if (!result.ok) {
      throw new Error(`${primary} failed`);
    }
    return result.references;
  };
  const [above, own] = await Promise.all([first, preview(workspace, stack, primary, outputs)]);
  return above.result.ok ? { ...own, resources: [...own.resources, ...above.resources] } : above;
}

async function preview(
  workspace: Workspace,
  stack: string,
  environment: string,
  outputs?: () => Promise<StackResult["references"]>,
): Promise<Program> {
  let resources: readonly StackResource[] = [];
  const observer = {
    analyze: () => Promise.resolve([]),
    analyzeStack: (registered: readonly AnalyzedResource[]) => {
      resources = registered
        .filter(({ goal }) => relevant.test(goal.type) && !secret.test(goal.type))
        .map(plain);
      return Promise.resolve([]);
    },
  };
  const options = await workspace.deployOptions(stack, environment, outputs);
  const result = await previewStack({ ...options, policyPacks: [], analyzers: [observer] });
  return { resources, result };
}

function plain({ urn, goal, properties }: AnalyzedResource): StackResource {
  const { type, name, propertyDependencies } = goal;
  return { type, urn, name, props: withUnknowns(properties) as StackResource["props"], propertyDependencies };
}

/** The engine has a text for what is not known before the update, the evaluator a symbol. */
function withUnknowns(value: Value): Value {
  if (value === UNKNOWN) {
    return unknown;
  }
  if (Array.isArray(value)) {
    return value.map(withUnknowns);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknowns(inner)]))
    : value;
}
