import { ReplicationError } from "./replicationError";

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ReplicationError `environment` that names the variable and what it is for. */
export function readVariable(environment: Environment, name: string, meaning: string): string {
  const value = environment[name]?.trim();
  if (value === undefined || value === "") {
    throw new ReplicationError(
      "environment",
      `the environment variable ${name} is missing: set it to ${meaning}`,
    );
  }
  return value;
}

/** A comma separated list with at least one entry. */
export function readList(environment: Environment, name: string, meaning: string): string[] {
  const list = readVariable(environment, name, meaning)
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (list.length > 0) return list;
  throw new ReplicationError(
    "environment",
    `the environment variable ${name} is empty: set it to ${meaning}`,
  );
}

/** A whole number; undefined where the variable is absent. */
export function readNumber(
  environment: Environment,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const text = environment[name]?.trim();
  if (text === undefined || text === "") return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new ReplicationError(
    "environment",
    `${name} is ${JSON.stringify(text)}: set it to a whole number from ${least} to ${most}, or not at all`,
  );
}

/** Where CodeCommit answers in one region, if not at its public endpoints. */
export interface Endpoints {
  /** Base URL of its git repositories, without a trailing slash. */
  readonly git: string;
  /** URL of its API. */
  readonly api: string;
}

/**
 * Reads the optional CODECOMMIT_ENDPOINTS: FIPS or VPC endpoints, or a local stand-in.
 *
 * @example
 * CODECOMMIT_ENDPOINTS='{"us-east-1": {"git": "https://git-codecommit-fips.us-east-1.amazonaws.com",
 *                                      "api": "https://codecommit-fips.us-east-1.amazonaws.com"}}'
 */
export function readEndpoints(environment: Environment): Readonly<Record<string, Endpoints>> {
  const text = environment.CODECOMMIT_ENDPOINTS?.trim();
  if (text === undefined || text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
  const entries = Object.entries(value).map(([region, entry]: [string, unknown]) => {
    if (typeof entry !== "object" || entry === null) throw malformed();
    const { git, api } = entry as Partial<Record<"git" | "api", unknown>>;
    if (typeof git !== "string" || typeof api !== "string" || !URL.canParse(git) || !URL.canParse(api)) {
      throw malformed();
    }
    return [region, { git: git.replace(/\/+$/, ""), api }] as const;
  });
  return Object.fromEntries(entries);
}

function malformed(): ReplicationError {
  return new ReplicationError(
    "environment",
    'CODECOMMIT_ENDPOINTS must be JSON like {"eu-west-1": {"git": "https://…", "api": "https://…"}}',
  );
}
