/** A file's name may have 255 bytes, and git locks a ref by a file that is called after it, with ".lock". */
const refFileBytes = 250;

/**
 * Why CodeCommit, git or this machine has no branch or tag of that name; undefined when it can be one.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function refNameProblem(name: string): string | undefined {
  if (name === "" || [...name].length > 256) return "a name has 1 to 256 characters";
  if (/^[0-9a-f]{40}$/i.test(name)) return "40 hexadecimal digits are a commit id";
  // eslint-disable-next-line no-control-regex -- git refuses control characters
  const odd = /\.\.|@\{|[\x00-\x20\x7f~^:?*[\\]/.exec(name)?.[0];
  if (odd !== undefined) return `${JSON.stringify(odd)} is not allowed`;
  if (name.endsWith(".")) return "it ends in a dot";
  for (const part of name.split("/")) {
    if (part === "") return "a slash stands between two parts";
    if (part.startsWith(".")) return "no part begins with a dot";
    if (part.endsWith(".lock")) return "no part ends in .lock";
    if (Buffer.byteLength(part) > refFileBytes) {
      return `the local cloud keeps a ref in a file: at most ${refFileBytes} bytes between two slashes`;
    }
  }
  return undefined;
}

/** The branch that a new one cannot stand beside: git keeps refs as files, and one of the two would be a folder. */
export function branchInTheWay(name: string, branches: Iterable<string>): string | undefined {
  for (const other of branches) {
    if (other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) return other;
  }
  return undefined;
}

/**
 * Why a commit cannot have a file at that path; undefined when it can.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
 */
export function pathProblem(path: string): string | undefined {
  if (path === "" || [...path].length > 4096) return "a path has 1 to 4,096 characters";
  if (path.includes("\0")) return "it has a NUL character";
  const parts = path.split("/");
  if (parts.length > 21) return "a file is in 20 folders at most";
  for (const part of parts) {
    if (part === "" || part === "." || part === "..") return `${JSON.stringify(part)} is no name in a folder`;
    if (part.toLowerCase() === ".git") return "git keeps .git for itself";
  }
  return undefined;
}
