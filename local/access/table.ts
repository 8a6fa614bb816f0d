import type { Painter } from "../paint";
import { groupBy } from "./groupBy";
import { Legend } from "./legend";
import type { Row } from "./matrix";
import type { Report } from "./report";
import { isUnusual, type Right, rightNames } from "./rights";
import type { Subject } from "./subjects";
import { referenceText, shortAnswers, shortList } from "./words";

const nameWidth = 46;
const cellWidth = 10;
/** How many names a line lists; `--json` and `--html` have them all. */
const longestList = 8;

/** The matrix for people: who, on which repositories, on which branches; numbers lead to what decides. */
export function table(report: Report, paint: Painter): string {
  const rows = report.rows("statements");
  const legend = new Legend();
  const bySubjects = groupBy(rows, ({ subjects }) => subjects.map(({ id }) => id).join());
  const blocks = bySubjects.filter(([{ subjects }]) => !report.hasNothing(subjects[0]));
  const nobodies = report.subjects.filter((subject) => report.hasNothing(subject));
  const head = rightNames.map((name) => name.padEnd(cellWidth)).join("");
  const body = blocks.flatMap((block) => ["", ...blockLines(block, legend, paint)]);
  return [
    paint("bold", `Who may do what with the repositories of ${report.stack}`),
    "",
    paint("dim", `${" ".repeat(nameWidth)}${head}`.trimEnd()),
    ...body,
    ...(nobodies.length === 0
      ? []
      : ["", `none of this: ${shortList(nobodies.map(subjectText), longestList)}`]),
    "",
    ...legend.lines(paint),
    ...meanings(rows, paint),
    ...report.gaps.map((gap) => `${paint("yellow", "Cannot be told:")} ${gap}.`),
  ].join("\n");
}

function blockLines(rows: readonly Row[], legend: Legend, paint: Painter): readonly string[] {
  const [{ subjects }] = rows;
  const names = groupBy(subjects, ({ notes }) => notes.join()).map((same) => {
    const notes = same[0].notes.length === 0 ? "" : ` (${same[0].notes.join("; ")})`;
    return paint("bold", shortList(same.map(subjectText), longestList)) + notes;
  });
  const byRepositories = groupBy(rows, ({ repositories }) => repositories.map(({ arn }) => arn).join());
  return [
    ...names,
    ...byRepositories.flatMap((same) => [
      `  ${shortList(
        same[0].repositories.map(({ name }) => name),
        longestList,
      )}`,
      ...same.flatMap((row) => rowLines(row, same.length === 1, legend, paint)),
    ]),
  ];
}

const subjectText = ({ identity: { kind, name } }: Subject): string => `${kind} ${name}`;

function rowLines(
  { references, rights }: Row,
  isOnly: boolean,
  legend: Legend,
  paint: Painter,
): readonly string[] {
  const alone = isOnly && references.length === 1;
  const label = `    ${references.map((reference) => referenceText(reference, alone)).join(", ")}`;
  const cells = rightNames.map((name) => cell(rights[name], legend, paint)).join("");
  const notes = rightNames.flatMap((name) => {
    const right = rights[name];
    return right === undefined ? [] : notesOf(name, right, isUnusual(name, right));
  });
  const line =
    label.length < nameWidth
      ? [`${label.padEnd(nameWidth)}${cells}`]
      : [label, `${" ".repeat(nameWidth)}${cells}`];
  return [...line.map((text) => text.trimEnd()), ...notes.map((note) => `      ${note}`)];
}

function notesOf(
  name: string,
  { may, conditions, actions, only }: Right,
  unusual: boolean,
): readonly string[] {
  return [
    ...(may === "on-conditions" ? [`${name}: depends on ${conditions.join(", ")}`] : []),
    ...(unusual ? [`${name}: not as usual, but by ${actions.join(", ")}`] : []),
    ...(only === undefined
      ? []
      : [`${name}: not all of these, but ${only.map((reference) => referenceText(reference)).join(", ")}`]),
  ];
}

function cell(right: Right | undefined, legend: Legend, paint: Painter): string {
  if (right === undefined) {
    return paint("dim", "-".padEnd(cellWidth));
  }
  const numbers = right.decisions
    .map((decision) => legend.numberOf(decision))
    .filter((number) => number !== "");
  const text = [shortAnswers[right.may], [...new Set(numbers)].join()].join(" ").padEnd(cellWidth);
  return right.may === "no" ? paint("dim", text) : paint(right.may === "yes" ? "green" : "yellow", text);
}

/** What the words mean that were used and that do not speak for themselves. */
function meanings(rows: readonly Row[], paint: Painter): readonly string[] {
  const used = new Set(rows.flatMap(({ rights }) => rightNames.map((name) => rights[name]?.may)));
  return [
    ...(used.has("no") ? ["no without a number: no statement allows it"] : []),
    ...(used.has("with-mfa") ? ["mfa: only with multi-factor authentication"] : []),
    ...(used.has("on-conditions") ? ["if: only on the conditions named under the line"] : []),
    ...(used.has("cannot-tell")
      ? ["?: cannot be told, because policies that are not seen here may allow it"]
      : []),
  ].map((text) => paint("dim", text));
}
