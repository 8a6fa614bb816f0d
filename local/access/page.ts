import { createHash } from "node:crypto";
import { html, Html } from "./html";
import type { Row } from "./matrix";
import { behaviour, style } from "./pageAssets";
import type { Report } from "./report";
import { isUnusual, type Right, type RightName, rightNames } from "./rights";
import type { Subject } from "./subjects";
import { answers, type Answer } from "./verdict";
import { pathText, referenceText } from "./words";

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
  const rows = report.rows("paths");
  const policy = `default-src 'none'; script-src '${hash(behaviour)}'; style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`;
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Access to the repositories of ${stack}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <h1>Who may do what with the repositories of ${stack}</h1>
        <p>
          ${subjects.length} users, roles and groups; ${repositories.length} repositories. Each cell names the
          statement that decides.
        </p>
        ${gaps.map((gap) => html`<p class="gap">Cannot be told: ${gap}.</p>`)}
        <p class="filters">
          ${["who", "repositories", "branches"].map(
            (name) =>
              html`<input
                type="search"
                data-filter="${name}"
                placeholder="filter ${name}"
                aria-label="filter ${name}"
              /> `,
          )}<output id="count"></output>
        </p>
        <table>
          <thead>
            <tr>
              ${["who", "repositories", "branches", ...rightNames].map(head)}
            </tr>
            <tr>
              ${["", "", ""].map(() => html`<th></th>`)}${rightNames.map(choice)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(rowOf)}
          </tbody>
        </table>
        <script>
          ${new Html(behaviour)};
        </script>
      </body>
    </html> `;
  return text;
}

const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const head = (name: string) =>
  html`<th scope="col" aria-sort="none"><button type="button">${name}</button></th>`;

function choice(name: RightName): Html {
  const options = answers.map((answer) => html`<option value="${answer}">${words[answer]}</option>`);
  return html`<th>
    <select data-right="${name}" aria-label="filter ${name}">
      <option value="">all</option>
      ${options}
    </select>
  </th>`;
}

function rowOf({ subjects, repositories, references, rights }: Row): Html {
  const alone =
    references.length === 1 && repositories.every((repository) => repository.protected.length === 0);
  const branches = references.map((reference) => referenceText(reference, alone));
  return html`<tr>
    <td data-column="who">${list(subjects.map(subjectOf))}</td>
    <td data-column="repositories">${list(repositories.map(({ name }) => html`${name}`))}</td>
    <td data-column="branches">${list(branches.map((branch) => html`${branch}`))}</td>
    ${rightNames.map((name) => cell(name, rights[name]))}
  </tr> `;
}

function subjectOf({ identity: { kind, name, groups, gaps }, notes }: Subject): Html {
  const all = [
    ...(kind === "user" ? groups.map((group) => `group ${group}`) : []),
    ...notes,
    ...gaps.map((gap) => `${gap}`),
  ];
  return html`${kind} <b>${name}</b>${all.map((note) => html` <small>${note}</small>`)}`;
}

function list(items: readonly Html[]): Html {
  const all = html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
  return items.length > longestList
    ? html`<details>
        <summary>${items.length}</summary>
        ${all}
      </details>`
    : all;
}

function cell(name: RightName, right: Right | undefined): Html {
  if (right === undefined) {
    return html`<td data-column="${name}" data-may="">–</td>`;
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
  return html`<td data-column="${name}" data-may="${may}" data-rank="${answers.indexOf(may)}">
    <span class="${may}">${words[may]}</span>${reasons.map((reason) => html`<small>${reason}</small>`)}
  </td>`;
}
