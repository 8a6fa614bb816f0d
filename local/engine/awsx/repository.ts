import { EngineError } from "../errors";
import type { Goal } from "../goal";
import { isObject, type Values } from "../values";
import { defined, outputOf, reference, registerChild } from "./child";
import type { Host } from "./host";

/** awsx:ecr:Repository (awsx/ecr/repository.ts): a repository and its lifecycle policy. */
export async function expandRepository(urn: string, goal: Goal, host: Host): Promise<Values> {
  const { lifecyclePolicy, ...inputs } = goal.inputs;
  const name = goal.name.toLowerCase();
  const repository = await registerChild(
    goal,
    { type: "aws:ecr/repository:Repository", name, parent: urn, inputs },
    host,
  );
  const outputs = { repository: reference(repository), url: outputOf(repository, "repositoryUrl") };
  const options = isObject(lifecyclePolicy) ? lifecyclePolicy : {};
  if (options.skip === true) {
    return outputs;
  }
  const policy = await registerChild(
    goal,
    {
      type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      name,
      parent: urn,
      inputs: {
        repository: outputOf(repository, "name"),
        policy: JSON.stringify({ rules: rules(options.rules, urn) }),
        region: inputs.region,
      },
      references: { repository: [repository.urn] },
    },
    host,
  );
  return { ...outputs, lifecyclePolicy: reference(policy) };
}

const DEFAULT_RULE = {
  description: "remove untagged images",
  tagStatus: "untagged",
  maximumNumberOfImages: 1,
};

function rules(given: unknown, urn: string): readonly Values[] {
  const list: readonly Values[] = Array.isArray(given) ? given.filter(isObject) : [DEFAULT_RULE];
  const [some, any] = [list.filter((r) => r.tagStatus !== "any"), list.filter((r) => r.tagStatus === "any")];
  if (any.length >= 2) {
    throw new EngineError(`${urn}: lifecyclePolicy.rules: at most one rule may have tagStatus "any"`);
  }
  // The rule for any image comes last: a lower priority number is evaluated first.
  return [...some, ...any].map((rule, at) => ({
    rulePriority: at + 1,
    ...defined({ description: rule.description }),
    selection: { ...tags(rule, urn), ...count(rule, urn) },
    action: { type: "expire" },
  }));
}

function tags(rule: Values, urn: string): Values {
  if (rule.tagStatus === "any" || rule.tagStatus === "untagged") {
    return { tagStatus: rule.tagStatus };
  }
  if (!Array.isArray(rule.tagPrefixList) || rule.tagPrefixList.length === 0) {
    throw new EngineError(`${urn}: lifecyclePolicy.rules: tagPrefixList cannot be empty`);
  }
  return { tagStatus: "tagged", tagPrefixList: rule.tagPrefixList as readonly unknown[] };
}

function count(rule: Values, urn: string): Values {
  if (rule.maximumNumberOfImages !== undefined) {
    return { countType: "imageCountMoreThan", countNumber: rule.maximumNumberOfImages };
  }
  if (rule.maximumAgeLimit === undefined) {
    throw new EngineError(
      `${urn}: lifecyclePolicy.rules: a rule needs maximumNumberOfImages or maximumAgeLimit`,
    );
  }
  return { countType: "sinceImagePushed", countNumber: rule.maximumAgeLimit, countUnit: "days" };
}
