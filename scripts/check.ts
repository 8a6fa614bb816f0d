import { didYouMean } from "../components/settings/problems";
import { EngineError } from "../local/engine/errors";
import { stackNames } from "../local/engine/project";
import { stackProblems } from "./check/stackProblems";

const usage = `Usage: npm run check -- [STACK ...]
  Checks the settings of stacks, and what their environment's preset of the policy pack says: no program runs, and no cloud
  is asked. Default: every stack that has a Pulumi.<stack>.yaml. Exit code 1 with every problem there is.`;

async function main(words: readonly string[], directory: string): Promise<number> {
  if (words.some((word) => ["--help", "-h"].includes(word))) {
    console.log(usage);
    return 0;
  }
  const known = await stackNames(directory);
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0 || known.length === 0) {
    const lines = unknown.map((word) =>
      word.startsWith("-")
        ? `There is no option ${word}.`
        : `There is no stack "${word}" (no Pulumi.${word}.yaml).${didYouMean(word, known)}`,
    );
    console.error([...lines, `Known stacks: ${known.join(", ") || "none"}.`, "", usage].join("\n"));
    return 1;
  }
  let failed = false;
  for (const stack of words.length > 0 ? words : known) {
    const problems = await stackProblems(directory, stack);
    console[problems.length > 0 ? "error" : "log"](
      problems.join("\n") || `Pulumi.${stack}.yaml: no problems.`,
    );
    failed ||= problems.length > 0;
  }
  return failed ? 1 : 0;
}

main(process.argv.slice(2), process.cwd()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof EngineError ? `error: ${error.message}` : error);
    process.exitCode = 1;
  },
);
