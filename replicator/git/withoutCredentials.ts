/**
 * Strips user names and passwords from every URL in a text, up to the last @ before a space: a password that
 * was not percent-encoded may hold any other character. So it may strip a path as well, never too little.
 */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/\S*@/g, "//");
}
