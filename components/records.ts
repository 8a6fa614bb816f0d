/** A record of the same keys. */
export function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  convert: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value, key)]));
}

/** The part of a record that has these keys. */
export function pick<Value>(
  record: Readonly<Record<string, Value>>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}

/** All records in one. */
export function mergeAll<Value>(records: readonly Readonly<Record<string, Value>>[]): Record<string, Value> {
  return Object.fromEntries(records.flatMap((record) => Object.entries(record)));
}
