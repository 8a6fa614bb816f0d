/** What a plain word of YAML means. */
export type Meaning =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  /** A timestamp, which Go prints in another form. */
  | { readonly kind: "date" }
  /** `.inf` and `.nan`, which JSON has not. */
  | { readonly kind: "infinite" };

const words: Readonly<Record<string, boolean | null>> = {
  ...{ true: true, True: true, TRUE: true, false: false, False: false, FALSE: false },
  ...{ "": null, "~": null, null: null, Null: null, NULL: null },
};

/**
 * A plain scalar as gopkg.in/yaml.v3 resolves it (resolve.go), the reader of the Pulumi CLI: YAML 1.2's words, octal
 * numbers with one zero, `0b`, `0o`, `0x`, `_` between digits, and dates.
 */
export function goScalar(text: string): Meaning {
  if (Object.hasOwn(words, text)) {
    return { kind: "value", value: words[text] };
  }
  if (/^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/.test(text)) {
    return { kind: "infinite" };
  }
  if (!/^[-+.\d]/.test(text)) {
    return { kind: "value", value: text };
  }
  if (isDate(text)) {
    return { kind: "date" };
  }
  const digits = text.replace(/_/g, "");
  const number = integer(digits) ?? float(digits);
  return { kind: "value", value: number ?? text };
}

/** strconv.ParseInt with base 0; what does not fit into 64 bits is a float there. */
function integer(digits: string): number | undefined {
  const [, sign, prefix, rest] = /^([-+]?)(0[xX]|0[oO]|0[bB]|0)?([0-9a-fA-F]+)$/.exec(digits) ?? [];
  if (rest === undefined) {
    return /^[-+]?0$/.test(digits) ? 0 : undefined;
  }
  const base = { "0x": 16, "0o": 8, "0b": 2, "0": 8 }[(prefix ?? "").toLowerCase()] ?? 10;
  const allowed = { 16: /^[0-9a-fA-F]+$/, 8: /^[0-7]+$/, 2: /^[01]+$/, 10: /^\d+$/ }[base];
  if (allowed?.test(rest) !== true) {
    return undefined;
  }
  const value = Number.parseInt(rest, base);
  return sign === "-" && value !== 0 ? -value : value;
}

function float(digits: string): number | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) {
    return undefined;
  }
  const value = Number(digits);
  // Go calls it out of range, and takes it for a text.
  return Number.isFinite(value) ? value : undefined;
}

/** `2006-1-2`, with a time behind `T`, `t` or a space: the four forms that yaml.v3 knows. */
function isDate(text: string): boolean {
  const [, month, day] =
    /^\d{4}-(\d{1,2})-(\d{1,2})([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d{2}:\d{2})| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/.exec(
      text,
    ) ?? [];
  return (
    day !== undefined && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
  );
}
