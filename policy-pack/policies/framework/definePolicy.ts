import type {
  PolicyConfigSchema,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { Stack, type StackResource } from "../../access/resources";
import { plain, stackResources } from "../view";
import { exemptionSchema, stackOf, withoutExempted, type Exemption } from "./exemptions";
import type { Finding } from "./finding";
import { rawInputs, readableInputs, withChanges } from "./remediation";

export type PackPolicy = ResourceValidationPolicy & Partial<StackValidationPolicy>;

/** One resource, by the inputs that the program gives it: `unknown` is a value that comes from another resource. */
export type Subject = Pick<StackResource, "type" | "urn" | "name" | "props"> & {
  /** Paths of inputs whose changes the program ignores. */
  readonly ignoreChanges: readonly string[];
  /** Its own, or its provider's; absent when neither is known. */
  readonly region?: string;
  /** The inputs of its provider; absent where the engine names none. */
  readonly providerProps?: Readonly<Record<string, unknown>>;
};

type Settings<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

export interface PolicyDefinition<Shape extends z.ZodRawShape> {
  /** `<service>-<resource>-<verb>-<what>`. */
  readonly name: string;
  /** One sentence that is true where the policy is met. */
  readonly description: string;
  readonly severity: Severity;
  readonly url: string;
  /** Lines, with code. */
  readonly remediation: readonly string[];
  /** The keys of its configuration; each needs a default. */
  readonly config?: Shape;
  /** What `judge` and `mend` look at. */
  readonly types?: readonly string[];
  /** Judges a resource before it is created or changed. */
  readonly judge?: (subject: Subject, config: Settings<Shape>) => readonly string[];
  /** Judges the stack as a whole. The engine copies the stack for every such policy: prefer `judge`. */
  readonly judgeStack?: (stack: Stack, config: Settings<Shape>) => readonly Finding[];
  /** A type without which a stack is none of its business: the engine then does not copy it. */
  readonly concerns?: string;
  /** With `concerns`: the only other types that `judgeStack` looks at. Default: all. */
  readonly beside?: readonly string[];
  /**
   * The inputs to change so that it complies, for the enforcement level "remediate"; undefined where there is nothing to
   * change. Nested ones are merged with what is there.
   */
  readonly mend?: (
    subject: Subject,
    config: Settings<Shape>,
  ) => Readonly<Record<string, unknown>> | undefined;
}

/**
 * A policy as the SDK wants it, with typed configuration and exemptions. A configuration that cannot be read is a
 * violation of the policy: nothing is let through because of a typing error.
 *
 * @example
 * export const requireRotation = definePolicy({
 *   name: "kms-key-require-rotation",
 *   description: "KMS keys get new key material every year.",
 *   severity: "medium",
 *   url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
 *   remediation: ["Set `enableKeyRotation: true`."],
 *   types: ["aws:kms/key:Key"],
 *   judge: ({ name, props }) =>
 *     props.enableKeyRotation === true ? [] : [`Key ${name} is not rotated. Set \`enableKeyRotation: true\`.`],
 * });
 */
export function definePolicy<const Shape extends z.ZodRawShape = Record<never, never>>(
  definition: PolicyDefinition<Shape>,
): PackPolicy {
  const {
    name,
    description,
    severity,
    url,
    remediation,
    types = [],
    judge,
    judgeStack,
    mend,
    concerns,
    beside,
  } = definition;
  const schema = z.strictObject({ ...definition.config, exemptions: exemptionSchema });

  let last: { readonly text: string; readonly value: Configured<Settings<Shape>> } | undefined;

  /** The engine hands the same configuration over for each resource: it is read once. */
  function configured(config: object): Configured<Settings<Shape>> {
    const text = JSON.stringify(config);
    if (last?.text !== text) last = { text, value: readConfig(config) };
    return last.value;
  }

  function readConfig(config: object): Configured<Settings<Shape>> {
    const result = schema.safeParse(config);
    if (result.success) {
      // The compiler cannot take a shape apart that it does not know yet.
      const value = result.data as unknown as Settings<Shape> & { readonly exemptions: readonly Exemption[] };
      return { value, exemptions: value.exemptions };
    }
    const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return { problem: `The configuration of ${name} cannot be read: ${problems.join("; ")}.` };
  }

  const validateStack: StackValidationPolicy["validateStack"] = (args, report) => {
    const config = configured(args.getConfig());
    if ("problem" in config) {
      report(config.problem);
      return;
    }
    const looked = args.resources.filter(({ type }) => !beside || type === concerns || beside.includes(type));
    const found = judgeStack?.(new Stack(stackResources(looked)), config.value) ?? [];
    withoutExempted(name, stackOf(args.resources.at(0)?.urn ?? ""), config.exemptions, found).forEach(
      ({ message, urn }) => report(message, urn),
    );
  };

  return {
    name,
    description,
    severity,
    url,
    remediationSteps: remediation.join("\n"),
    configSchema: configSchemaOf(schema),
    ...(judge && {
      validateResource(args, report) {
        const config = configured(args.getConfig());
        if ("problem" in config) {
          if (types.includes(args.type)) report(config.problem);
          return;
        }
        const findings = types.includes(args.type) ? judge(subjectOf(args), config.value) : [];
        withoutExempted(
          name,
          stackOf(args.urn),
          config.exemptions,
          findings.map((message) => ({ message, urn: args.urn })),
        ).forEach(({ message }) => report(message));
      },
    }),
    // The SDK reads the type off the function, as its own helper for typed policies leaves it there.
    ...(judgeStack && { validateStack: Object.assign(validateStack, { __pulumiType: concerns }) }),
    ...(mend && {
      remediateResource(args) {
        const config = configured(args.getConfig());
        if ("problem" in config || !types.includes(args.type)) return undefined;
        const inputs = rawInputs(args.props);
        const changes = mend(subjectOf({ ...args, props: readableInputs(inputs) }), config.value);
        return changes && withChanges(inputs, changes);
      },
    }),
  };
}

type Configured<Value> =
  { readonly value: Value; readonly exemptions: readonly Exemption[] } | { readonly problem: string };

function subjectOf(args: {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: object;
  readonly opts: { readonly protect: boolean; readonly ignoreChanges?: readonly string[] };
  readonly provider?: { readonly props: object };
}): Subject {
  const { type, urn, name, opts, provider } = args;
  const props = plain(args.props) as Subject["props"];
  const providerProps = provider && (plain(provider.props) as Readonly<Record<string, unknown>>);
  const region = props.region ?? providerProps?.region;
  return {
    ...{ type, urn, name, props, ignoreChanges: opts.ignoreChanges ?? [] },
    ...(typeof region === "string" && { region }),
    ...(providerProps && { providerProps }),
  };
}

/** What the engine checks a configuration with, and shows. */
function configSchemaOf(schema: z.ZodObject): PolicyConfigSchema {
  const { properties } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return { properties: properties as PolicyConfigSchema["properties"] };
}
