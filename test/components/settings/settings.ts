import { expect } from "chai";
import { parseSettings } from "../../../components/settings/load";
import { primarySchema } from "../../../components/settings/schema";
import { SettingsError } from "../../../components/settings/settingsError";

export type Sections = Record<string, unknown>;

/** A right primary, from which each wrong one differs in one thing. */
export const primary: Sections = {
  role: "primary",
  repositories: {
    "payments-api": { description: "Takes payments.", protections: ["trunk"] },
    "web-shop": {},
  },
  teams: {
    developers: { access: "power-user", members: ["dana"] },
    "release-managers": { access: "power-user", members: ["rita"] },
  },
  people: { dana: { gitCredentials: true } },
  protections: { trunk: { branches: ["main", "release/*"], pushers: ["release-managers"] } },
};

export const replica: Sections = { role: "replica", primary: "dev" };

/** The configuration as Pulumi hands it over: text stays text, structures become JSON. */
export function configuration(sections: Sections): Record<string, string> {
  const own = Object.entries(sections).map(([key, value]) => [
    `codecommit-platform:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries([["aws:region", "eu-central-1"], ...own]) as Record<string, string>;
}

export function parse(sections: Sections) {
  return parseSettings("codecommit-platform", "dev", configuration(sections));
}

/** What is reported, line by line; nothing for right settings. */
export function problemsOf(config: Record<string, string>): string[] {
  try {
    parseSettings("codecommit-platform", "dev", config);
  } catch (error) {
    expect(error).to.be.instanceOf(SettingsError);
    return (error as SettingsError).message
      .split("\n")
      .slice(1)
      .map((line) => line.replace("  ✗ ", ""));
  }
  return [];
}

/** What is wrong, the settings, and the one line that must be reported. */
export type WrongSettings = readonly [what: string, settings: Sections, problem: string];

/** The right primary with one section in another form. */
export function entry(section: string, value: unknown): Sections {
  return { ...primary, [section]: value };
}

/** The right primary with other repositories, none of which is protected. */
export function repositories(entries: Sections): Sections {
  return { ...primary, repositories: entries, protections: {} };
}

/** The right primary's teams and more. */
export function teamsWith(more: Sections): Sections {
  return entry("teams", { ...(primary.teams as object), ...more });
}

/** As messages list them. */
export const settingsKeys = Object.keys(primarySchema.shape).join(", ");
