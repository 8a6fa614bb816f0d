/** In light and in dark, on a screen and on paper. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --line: #d0d7de; --dim: #59636e; --yes: #1a7f37; --mfa: #9a6700; --head: #f6f8fa; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #0d1117; --line: #3d444d; --dim: #9198a1; --yes: #3fb950; --mfa: #d29922; --head: #151b23; }
}
body { margin: 1.5rem; font: 14px/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.3rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: var(--head); }
th button { all: unset; cursor: pointer; font-weight: 600; }
th button:focus-visible { outline: 2px solid; }
th[aria-sort=ascending] button::after { content: " \\2191"; }
th[aria-sort=descending] button::after { content: " \\2193"; }
input, select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); padding: .2rem .4rem; }
ul { margin: 0; padding: 0; list-style: none; }
small { display: block; color: var(--dim); }
.yes { color: var(--yes); font-weight: 600; }
.with-mfa, .on-conditions, .cannot-tell, .gap { color: var(--mfa); font-weight: 600; }
.no { color: var(--dim); }
@media print { .filters, thead tr + tr { display: none; } }
`;

/** Sorts and filters the rows that are there. Without it the page still reads. */
export const behaviour = `
"use strict";
const body = document.querySelector("tbody");
const count = document.getElementById("count");
const rows = [...document.querySelectorAll("tbody tr")];
const textOf = (row, column) => row.querySelector('[data-column="' + column + '"]').textContent.toLowerCase();
function filter() {
  const texts = [...document.querySelectorAll("[data-filter]")].filter((field) => field.value !== "");
  const choices = [...document.querySelectorAll("[data-right]")].filter((field) => field.value !== "");
  let shown = 0;
  for (const row of rows) {
    const fits = texts.every((field) => textOf(row, field.dataset.filter).includes(field.value.toLowerCase())) &&
      choices.every((field) => row.querySelector('[data-column="' + field.dataset.right + '"]').dataset.may === field.value);
    row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  count.textContent = shown + " of " + rows.length + " rows";
}
function sort(head) {
  const ascending = head.getAttribute("aria-sort") !== "ascending";
  for (const other of document.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const key = (row) => row.cells[head.cellIndex].dataset.rank || row.cells[head.cellIndex].textContent;
  const order = [...rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }));
  if (!ascending) order.reverse();
  body.append(...order);
}
for (const field of document.querySelectorAll("input, select")) field.addEventListener("input", filter);
for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => sort(button.parentElement));
filter();
`;
