/**
 * What other tools would read as a pattern and IAM reads as it stands, so that it protects a name which nobody gives.
 * Each hint follows the quoted name. Undefined: the name has nothing of the kind.
 *
 * @param wildcards whether `*` and `?` match where the name stands, so that they can be suggested
 */
export function foreignSyntax(name: string, wildcards: boolean): string | undefined {
  const found = hints.find(({ sign }) => sign.test(name));
  if (found === undefined) {
    return undefined;
  }
  const suggestions = [...new Set(found.meant(name).map((meant) => usable(meant, wildcards)))].slice(0, 2);
  const really = wildcards ? ' If it is really called so, write "?" for the sign.' : "";
  return `${found.says}: write for example ${suggestions.map((meant) => JSON.stringify(meant)).join(", ")}.${really}`;
}

interface Hint {
  readonly sign: RegExp;
  readonly says: string;
  /** The names that were perhaps meant. */
  readonly meant: (name: string) => string[];
}

const remote = /^(origin|upstream|remotes\/[^/]+)\//;

const hints: readonly Hint[] = [
  {
    sign: /\{[^}]*,[^}]*\}/,
    says: "has braces, which are read as they stand; list each name",
    meant: expanded,
  },
  {
    sign: /^!/,
    says: 'begins with "!", but nothing can be taken back; list what is meant, and nothing else',
    meant: (name) => [name.replace(/^!+/, "")],
  },
  {
    sign: /(^|\/)\.\*|\.\+$|\\[dwsb.]|\[[^\]]*\]|\([^)]*\|[^)]*\)|^\^|\$$|\|/,
    says: 'looks like a regular expression, but at most "*" (any characters) and "?" (any one) match here',
    meant: (name) => [simplified(name)],
  },
  {
    sign: /,/,
    says: "has a comma, as a list in one text has; list each name",
    meant: (name) => name.split(","),
  },
  {
    sign: new RegExp(`${remote.source}.`),
    says: "looks like a branch of a remote, as a clone shows it; leave the remote out",
    meant: (name) => [name.replace(remote, "")],
  },
  {
    sign: /^(heads|tags)\/./,
    says: "begins like a full reference; give the name alone",
    meant: (name) => [name.replace(/^(heads|tags)\//, "")],
  },
  {
    sign: /%[0-9a-f]{2}/i,
    says: "looks like a part of a URL; give the name itself",
    meant: (name) => [name.replace(/%2f/gi, "/").replace(/%[0-9a-f]{2}/gi, "?")],
  },
];

/** `{main,master}/x` → `main/x`, `master/x`. */
function expanded(name: string): string[] {
  const [whole, inner] = /\{([^}]*)\}/.exec(name) ?? ["", ""];
  return inner.split(",").map((word) => name.replace(whole, () => word.trim()));
}

/** A regular expression as a pattern that matches no less. */
function simplified(name: string): string {
  return name
    .replace(/^\^|\$$/g, "")
    .replace(/\([^)]*\)[*+?]?|\[[^\]]*\][*+?]?|\\[dwsb][*+?]?|\.[*+]/g, "*")
    .split("|")[0]
    .replace(/\*+/g, "*");
}

/** A name that can stand in the settings; else one that surely can. */
function usable(written: string, wildcards: boolean): string {
  const name = written.trim();
  const sound =
    (wildcards ? /^[A-Za-z0-9*?_][\w.*?/-]*$/ : /^[A-Za-z0-9_][\w./-]*$/).test(name) &&
    !/\/\/|\.\.|\/\.|[/.]$|\.lock(\/|$)|^[0-9a-f]{40}$|^refs\/|^HEAD$/.test(name);
  return sound && name.length <= 256 && !hints.some(({ sign }) => sign.test(name))
    ? name
    : wildcards
      ? "release/*"
      : "main";
}
