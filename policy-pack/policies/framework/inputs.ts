/** Whether an input has a value; one that is not known yet has. */
export function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The fields of a nested input; none where it is absent or not known yet. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The items of a list; none where it is absent or not known yet. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** An input as text for a message. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
