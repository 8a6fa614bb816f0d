import type { z } from "zod";
import { primarySections } from "./schema";

type Sections = typeof primarySections;
type Entries<Section extends keyof Sections> = ReadonlyMap<
  string,
  Partial<z.infer<Sections[Section]["entry"]>>
>;

/** The fields that are right in themselves: a wrong one is reported once and must not hide what is wrong between entries. */
export type SoundEntries = { readonly [Section in keyof Sections]: Entries<Section> };

export function soundEntries(raw: Record<string, unknown>): SoundEntries {
  return {
    repositories: soundSection(raw, "repositories"),
    teams: soundSection(raw, "teams"),
    people: soundSection(raw, "people"),
    protections: soundSection(raw, "protections"),
  };
}

/** Names in the raw settings count as declared even when their entry is wrong: one mistake, one line. */
export function declaredNames(raw: Record<string, unknown>, section: keyof Sections): string[] {
  return Object.keys(asMap(raw[section]));
}

function soundSection<Section extends keyof Sections>(
  raw: Record<string, unknown>,
  section: Section,
): Entries<Section> {
  const fields = Object.entries<z.ZodType>(primarySections[section].entry.shape);
  const sound = Object.entries(asMap(raw[section])).map(([key, value]) => [
    key,
    Object.fromEntries(
      fields.flatMap(([field, schema]) => {
        const result = schema.safeParse(asMap(value)[field]);
        return result.success ? [[field, result.data]] : [];
      }),
    ),
  ]);
  return new Map(sound as [string, Partial<z.infer<Sections[Section]["entry"]>>][]);
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
