import { quote } from "./names";
import { pathText } from "./problems";

/** What no text and no name in the settings may have, wherever it stands: nobody sees it, and AWS refuses most of it. */
export function textProblems(value: unknown, path: readonly (string | number)[] = []): string[] {
  if (typeof value === "string") {
    const sign = controlCharacter(value);
    return sign === undefined ? [] : [`${pathText(path)}: has the control character ${sign}; take it out.`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textProblems(item, [...path, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => [
        ...nameProblems(key, path),
        ...textProblems(item, [...path, key]),
      ])
    : [];
}

function nameProblems(key: string, path: readonly (string | number)[]): string[] {
  const where = pathText(path);
  const sign = controlCharacter(key);
  if (sign !== undefined || /[\t\n\r]/.test(key)) {
    return [`${where}: the name ${quote(key)} has a control character; take it out.`];
  }
  return key === "__proto__"
    ? [`${where}.__proto__: JavaScript keeps this name for itself; use another.`]
    : [];
}

/** The first of a text, but for tabs and line ends: `U+0007`. */
function controlCharacter(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  const sign = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.exec(text)?.[0];
  return sign && `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
