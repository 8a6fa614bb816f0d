/** The bytes in chunks of the given sizes, and one with the rest. */
export async function* chunked(
  bytes: Buffer,
  sizes: readonly number[],
): AsyncGenerator<Buffer, void, undefined> {
  let offset = 0;
  for (const size of [...sizes, bytes.length]) {
    yield await Promise.resolve(bytes.subarray(offset, offset + size));
    offset = Math.min(bytes.length, offset + size);
  }
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}
