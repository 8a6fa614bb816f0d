/** A stream of bytes that can be ended before its end: what it comes from is closed then. */
export interface ByteStream extends AsyncIterableIterator<Buffer, void, undefined> {
  return(value?: undefined): Promise<IteratorResult<Buffer, void>>;
}

/**
 * Takes the first piece of a stream, and gives it back in front of the rest. No generator, because one that nobody has
 * begun to read ends without closing what it would have read.
 */
export async function peek(
  rest: ByteStream,
): Promise<{ readonly first: Buffer | undefined; readonly whole: ByteStream }> {
  let held: IteratorResult<Buffer, void> | undefined = await rest.next();
  const first = held.done === true ? undefined : held.value;
  const whole: ByteStream = {
    next: async () => {
      const next = held ?? (await rest.next());
      held = undefined;
      return next;
    },
    return: () => {
      held = undefined;
      return rest.return();
    },
    [Symbol.asyncIterator]: () => whole,
  };
  return { first, whole };
}
