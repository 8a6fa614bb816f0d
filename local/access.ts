import { writeFileSync } from "node:fs";
import { answer, answerText } from "./access/answer";
import { answerJson, matrixJson } from "./access/json";
import { page } from "./access/page";
import { programOf } from "./access/program";
import { ask, knownAction, type Written } from "./access/question";
import { Report } from "./access/report";
import { table } from "./access/table";
import { EngineError, renderResult } from "./engine";
import { painter } from "./paint";
import type { Workspace } from "./workspace";

export interface AccessOptions {
  /** How the answer is written. Default: for people. */
  readonly format?: "json" | "html";
  /** Where to; absent: to stdout. */
  readonly file?: string;
  /** One question, instead of the matrix. */
  readonly question?: Written;
}

/**
 * `npm run access -- STACK`: who may do what with the repositories of a stack, by its unmodified program and the
 * statements that decide. No cloud is touched.
 *
 * @returns the exit code: 0 when it was told, 1 when the settings are wrong
 * @throws EngineError when the stack, the action, the repository, the reference or the identity is unknown
 */
export async function access(workspace: Workspace, stack: string, options: AccessOptions): Promise<number> {
  const { question, file } = options;
  // Before the program runs, which takes seconds.
  const action = question && knownAction(question.action);
  const program = await programOf(workspace, stack);
  if (!program.result.ok) {
    console.error(renderResult(program.result));
    return 1;
  }
  const report = new Report(stack, program);
  const text =
    question === undefined || action === undefined
      ? matrixText(report, options)
      : questionText(report, ask(report, action, question), options);
  if (file === undefined) {
    process.stdout.write(text);
  } else {
    write(file, text);
  }
  return 0;
}

function matrixText(report: Report, { format }: AccessOptions): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(matrixJson(report), undefined, 2)}\n`;
    case "html":
      return page(report);
    case undefined:
      return `${table(report, painter())}\n`;
  }
}

function questionText(report: Report, question: ReturnType<typeof ask>, { format }: AccessOptions): string {
  const given = answer(report, question);
  return format === "json"
    ? `${JSON.stringify(answerJson(report, given), undefined, 2)}\n`
    : `${answerText(report, given, painter())}\n`;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new EngineError(
      `${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
    );
  }
}
