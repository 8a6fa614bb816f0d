import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  EnforcementLevel,
  type AnalyzeResponse,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { AnalyzedResource, Remediation } from "./analysis";
import type { Level } from "./policyLevels";
import type { Violation } from "./result";
import { fromWire, toWire } from "./values";

export function toRequest({ urn, goal, properties, provider }: AnalyzedResource): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setUrn(urn);
  request.setType(goal.type);
  request.setName(goal.name);
  request.setProperties(toWire(properties));
  request.setOptions(optionsOf(goal));
  request.setProvider(providerMessage(provider));
  return request;
}

export function stackRequest(resources: readonly AnalyzedResource[]): AnalyzeStackRequest {
  return new AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
}

function stackResource({ urn, goal, properties, provider }: AnalyzedResource): AnalyzerResource {
  const resource = new AnalyzerResource();
  resource.setUrn(urn);
  resource.setType(goal.type);
  resource.setName(goal.name);
  resource.setProperties(toWire(properties));
  resource.setOptions(optionsOf(goal));
  resource.setProvider(providerMessage(provider));
  resource.setParent(goal.parent ?? "");
  resource.setDependenciesList([...goal.dependencies]);
  // The real engine leaves out what comes from no resource.
  const found = Object.entries(goal.propertyDependencies).filter(([, urns]) => urns.length > 0);
  for (const [key, urns] of found) {
    const dependencies = new AnalyzerPropertyDependencies().setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(key, dependencies);
  }
  return resource;
}

/** Without customTimeouts the policy SDK takes its caller for an outdated CLI. */
function optionsOf(goal: AnalyzedResource["goal"]): AnalyzerResourceOptions {
  const options = new AnalyzerResourceOptions()
    .setProtect(goal.protect)
    .setIgnorechangesList([...goal.ignoreChanges])
    .setDeletebeforereplace(goal.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(goal.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList([...goal.additionalSecretOutputs])
    .setAliasesList([...goal.aliases])
    .setParent(goal.parent ?? "");
  options.setCustomtimeouts(new AnalyzerResourceOptions.CustomTimeouts());
  return options;
}

function providerMessage(provider: AnalyzedResource["provider"]): AnalyzerProviderResource | undefined {
  if (provider === undefined) {
    return undefined;
  }
  const message = new AnalyzerProviderResource()
    .setUrn(provider.urn)
    .setType(provider.type)
    .setName(provider.name);
  message.setProperties(toWire(provider.properties));
  return message;
}

/** @param urn of the only resource that was analysed; stack policies name theirs, or none */
export function violationsOf(response: AnalyzeResponse, urn?: string): readonly Violation[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
    urn: diagnostic.getUrn() || (urn ?? null),
    message: diagnostic.getMessage(),
  }));
}

export function remediationsOf(response: RemediateResponse): readonly Remediation[] {
  return response.getRemediationsList().map((remediation) => ({
    policy: remediation.getPolicyname(),
    ...(remediation.getDiagnostic() !== "" && { diagnostic: remediation.getDiagnostic() }),
    ...(remediation.hasProperties() && { properties: fromWire(remediation.getProperties()) }),
  }));
}

const PROTO_LEVELS: Readonly<Record<Level, EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};

export function toProtoLevel(level: Level): EnforcementLevel {
  return PROTO_LEVELS[level];
}

export function toLevel(level: EnforcementLevel): Level {
  const names: Readonly<Record<EnforcementLevel, Level>> = {
    [EnforcementLevel.ADVISORY]: "advisory",
    [EnforcementLevel.MANDATORY]: "mandatory",
    [EnforcementLevel.DISABLED]: "disabled",
    [EnforcementLevel.REMEDIATE]: "remediate",
  };
  return names[level];
}
