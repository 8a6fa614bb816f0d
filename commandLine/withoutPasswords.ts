/**
 * A word of a command line, fit for messages and logs. It may be an address with a password, and a mistyped one: what is
 * between the first colon of `user:password@` and the last `@` is left out, and so is a query.
 *
 * @example withoutPasswords("https://ada:secret@host/a") // "https://ada:…@host/a"
 */
export function withoutPasswords(word: string): string {
  return word
    .replace(/^(?!codecommit:)((?:\w[\w+.-]*:\/\/)?[^:@/]*):.*@/s, "$1:…@")
    .replace(/^(\w[\w+.-]*:\/\/[^?#]*)[?#].*$/s, "$1?…");
}
