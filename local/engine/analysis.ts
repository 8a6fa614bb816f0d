import type { Goal } from "./goal";
import type { Violation } from "./result";
import { parseUrn } from "./urn";
import { reveal, type Values } from "./values";

/** A resource as policies see it: secrets unwrapped, unknowns as the unknown string. */
export interface AnalyzedResource {
  readonly urn: string;
  readonly goal: Goal;
  readonly properties: Values;
  readonly provider?: {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly properties: Values;
  };
}

/** What a policy of level "remediate" did to the inputs of a resource, or why it could not. */
export interface Remediation {
  readonly policy: string;
  /** All inputs as they are then, assets without their hashes. */
  readonly properties?: Values;
  readonly diagnostic?: string;
}

/** A policy pack at work on one stack. */
export interface Analyzer {
  /** How many policies it validates with: those that are not disabled. Absent: it is no policy pack. */
  readonly policies?: number;
  /**
   * Absent: no policy's level is "remediate".
   *
   * @param resource with its secrets, so that they stay secret
   */
  remediate?(resource: AnalyzedResource): Promise<readonly Remediation[]>;
  analyze(resource: AnalyzedResource): Promise<readonly Violation[]>;
  analyzeStack(resources: readonly AnalyzedResource[]): Promise<readonly Violation[]>;
}

/**
 * @param properties inputs for `analyze`, outputs for `analyzeStack`
 * @param providers the provider resources' inputs by URN
 */
export function analyzed(
  urn: string,
  goal: Goal,
  properties: Values,
  providers: (urn: string) => Values | undefined,
): AnalyzedResource {
  const providerUrn = goal.provider === undefined ? undefined : providerOf(goal.provider);
  const inputs = providerUrn === undefined ? undefined : providers(providerUrn);
  if (providerUrn === undefined || inputs === undefined) {
    return { urn, goal, properties: reveal(properties) };
  }
  const { qualifiedType, name } = parseUrn(providerUrn);
  const type = qualifiedType.split("$").at(-1) ?? "";
  return {
    urn,
    goal,
    properties: reveal(properties),
    provider: { urn: providerUrn, type, name, properties: reveal(inputs) },
  };
}

/** The URN in a provider reference `urn::id`. */
export function providerOf(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
