import { quote } from "./names";
import { crossAccountQuotaProblems } from "./checks/crossAccountQuotas";
import { eventQuotaProblems } from "./checks/eventQuotas";
import { policyQuotaProblems } from "./checks/policies";
import { fastPathProblems } from "./checks/fastPath";
import { sweepProblems } from "./checks/sweeps";
import { keyFindings } from "./namespaces";
import { schemaProblems } from "./problems";
import { regionProblems } from "./region";
import { textProblems } from "./texts";
import { referenceProblems } from "./checks";
import { primarySchema, replicaSchema, type Settings } from "./schema";
import { SettingsError } from "./settingsError";

/** The settings in a configuration map of `namespace:key` to text or JSON, as Pulumi hands it to a program. */
export function parseSettings(
  project: string,
  stack: string,
  config: Readonly<Record<string, string>>,
): Settings {
  const raw = ownKeys(project, config);
  const values = raw.role === "primary" ? { environment: stack, ...raw } : raw;
  const wrongRegion = regionProblems(config["aws:region"]);
  const region = wrongRegion.length > 0 ? undefined : config["aws:region"];
  const problems = [
    ...wrongRegion,
    ...keyFindings(project, Object.keys(config)).problems,
    ...textProblems(raw),
    ...roleProblems(raw.role),
  ];
  if (raw.role === "primary") {
    problems.push(...schemaProblems(primarySchema, values), ...referenceProblems(values, region));
  } else if (raw.role === "replica") {
    problems.push(...schemaProblems(replicaSchema, values));
  }
  if (region === undefined || problems.length > 0) {
    throw new SettingsError(stack, problems);
  }
  if (raw.role === "replica") {
    const settings = { ...replicaSchema.parse(values), region };
    return fit(stack, settings, [...sweepProblems(settings), ...fastPathProblems(settings)]);
  }
  const settings = { ...primarySchema.parse(values), region };
  return fit(stack, settings, [
    ...policyQuotaProblems(settings),
    ...crossAccountQuotaProblems(settings),
    ...eventQuotaProblems(settings),
  ]);
}

/** The settings, unless their entries are right each by itself but do not fit each other or AWS's quotas. */
function fit<T extends Settings>(stack: string, settings: T, problems: readonly string[]): T {
  if (problems.length > 0) {
    throw new SettingsError(stack, problems);
  }
  return settings;
}

function ownKeys(project: string, config: Readonly<Record<string, string>>): Record<string, unknown> {
  const prefix = `${project}:`;
  return Object.fromEntries(
    Object.entries(config)
      // An empty text is the default of Pulumi.yaml and means "not set".
      .filter(([key, value]) => key.startsWith(prefix) && value !== "")
      .map(([key, value]) => [key.slice(prefix.length), fromText(value)]),
  );
}

/** Pulumi hands structured values over as JSON, and everything else as plain text. */
function fromText(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function roleProblems(role: unknown): string[] {
  if (role === "primary" || role === "replica") {
    return [];
  }
  const found = role === undefined ? "is missing" : `${quote(role)} is not a role`;
  return [`role: ${found}; "primary" owns repositories and teams, "replica" keeps copies in another region.`];
}
