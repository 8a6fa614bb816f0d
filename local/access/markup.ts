/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Part[];

/**
 * HTML in which everything put in is escaped, unless it is HTML itself.
 *
 * @example
 * markup`<b>${"a < b"}</b>`.text; // "<b>a &lt; b</b>"
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    texts.map((text, index) => text + (index < parts.length ? written(parts[index]) : "")).join(""),
  );
}

function written(part: Part): string {
  if (part instanceof Html) {
    return part.text;
  }
  return typeof part === "object" ? part.map(written).join("") : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]);
}
