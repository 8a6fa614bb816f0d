const numbers = new WeakMap<object, number>();
let counted = 0;

/** Equal for the same object, and for no other. */
export function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++counted;
  numbers.set(value, number);
  return number;
}
