import type { z } from "zod";
import { primarySections, type SectionName, sectionNames } from "./sections";

type Sections = typeof primarySections;
type Entry<Section extends SectionName> = Partial<z.infer<Sections[Section]["entry"]>>;

/** The fields that are right in themselves: a wrong one is reported once and must not hide what is wrong between entries. */
export type SoundEntries = { readonly [Section in SectionName]: ReadonlyMap<string, Entry<Section>> };

export function soundEntries(raw: Record<string, unknown>): SoundEntries {
  const sections: unknown = Object.fromEntries(
    sectionNames.map((section) => [section, soundSection(raw, section)]),
  );
  return sections as SoundEntries;
}

/** Names in the raw settings count as declared even when their entry is wrong: one mistake, one line. */
export function declaredNames(raw: Record<string, unknown>, section: SectionName): string[] {
  return Object.keys(asMap(raw[section]));
}

function soundSection(raw: Record<string, unknown>, section: SectionName): Map<string, unknown> {
  const fields = Object.entries<z.ZodType>(primarySections[section].entry.shape);
  return new Map(
    Object.entries(asMap(raw[section])).map(([key, value]) => [
      key,
      Object.fromEntries(
        fields.flatMap(([field, schema]) => {
          const result = schema.safeParse(asMap(value)[field]);
          return result.success ? [[field, result.data]] : [];
        }),
      ),
    ]),
  );
}

/** A map as it was written, or nothing. */
export function asMap(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
