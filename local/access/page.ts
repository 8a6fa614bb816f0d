import { createHash } from "node:crypto";
import { Html, markup } from "./markup";
import type { Row } from "./matrix";
import { behaviour, style } from "./pageAssets";
import type { Report } from "./report";
import { isUnusual, type Right, type RightName, rightNames } from "./rights";
import type { Subject } from "./subjects";
import { answers, type Answer } from "./verdict";
import { pathText, referenceText } from "./words";

/** The columns that say what a row is about. */
const lists = ["who", "repositories", "branches"];

/** Longer lists fold. */
const longestList = 6;

const words: Readonly<Record<Answer, string>> = {
  yes: "yes",
  "with-mfa": "with MFA",
  "on-conditions": "on conditions",
  "cannot-tell": "cannot tell",
  no: "no",
};

/**
 * The matrix as one page that needs nothing but itself: no network, no other file. Its policy lets a browser run its own
 * script and style and nothing else, whatever a name of the stack may contain.
 */
export function page(report: Report): string {
  const { stack, subjects, repositories, gaps } = report;
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Access to the repositories of ${stack}</title>
<style>${new Html(style)}</style>
</head>
<body>
<h1>Who may do what with the repositories of ${stack}</h1>
<p>${subjects.length} users, roles and groups; ${repositories.length} repositories. Each cell names what decides.</p>
${gaps.map((gap) => markup`<p class="gap">Cannot be told: ${gap}.</p>\n`)}<p class="filters">
${lists.map(search)}<output id="count"></output>
</p>
<table>
<thead>
<tr>${[...lists, ...rightNames].map(head)}</tr>
<tr>${lists.map(() => markup`<td></td>`)}${rightNames.map(choice)}</tr>
</thead>
<tbody>
${report.rows("paths").map(rowOf)}</tbody>
</table>
<script>${new Html(behaviour)}</script>
</body>
</html>
`;
  return text;
}

const policy = [
  "default-src 'none'",
  `script-src '${hash(behaviour)}'`,
  `style-src '${hash(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

const search = (name: string) =>
  markup`<input type="search" data-filter="${name}" placeholder="filter ${name}" aria-label="filter ${name}">\n`;

const head = (name: string) =>
  markup`<th scope="col" aria-sort="none"><button type="button">${name}</button></th>`;

function choice(name: RightName): Html {
  const options = answers.map((answer) => markup`<option value="${answer}">${words[answer]}</option>`);
  return markup`<td><select data-right="${name}" aria-label="filter ${name}"><option value="">all</option>${options}</select></td>`;
}

function rowOf({ subjects, repositories, references, rights }: Row): Html {
  const isOnly = repositories.every((repository) => repository.protected.length === 0);
  const columns = [
    subjects.map(subjectOf),
    repositories.map(({ name }) => markup`${name}`),
    references.map((reference) => markup`${referenceText(reference, isOnly)}`),
  ];
  const cells = rightNames.map((name) => cell(name, rights[name]));
  return markup`<tr>${columns.map((items, index) => markup`<td data-column="${lists[index]}">${list(items)}</td>`)}${cells}</tr>\n`;
}

function subjectOf({ identity: { kind, name, groups, gaps }, notes }: Subject): Html {
  const all = [...(kind === "user" ? groups.map((group) => `group ${group}`) : []), ...notes, ...gaps];
  return markup`${kind} <b>${name}</b>${all.map((note) => markup` <small>${note}</small>`)}`;
}

function list(items: readonly Html[]): Html {
  const all = markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
  return items.length > longestList
    ? markup`<details><summary>${items.length}</summary>${all}</details>`
    : all;
}

function cell(name: RightName, right: Right | undefined): Html {
  if (right === undefined) {
    return markup`<td data-column="${name}" data-may="">–</td>`;
  }
  const { may, conditions, decisions, actions, only } = right;
  const reasons = [
    ...decisions.map(pathText),
    ...(may === "on-conditions" ? [`depends on ${conditions.join(", ")}`] : []),
    ...(isUnusual(name, right) ? [`by ${actions.join(", ")}`] : []),
    ...(only === undefined
      ? []
      : [`of these for ${only.map((reference) => referenceText(reference)).join(", ")}`]),
  ];
  const rank = answers.indexOf(may);
  const small = reasons.map((reason) => markup`<small>${reason}</small>`);
  return markup`<td data-column="${name}" data-may="${may}" data-rank="${rank}"><span class="${may}">${words[may]}</span>${small}</td>`;
}
