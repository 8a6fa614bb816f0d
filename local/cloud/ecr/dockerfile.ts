import { posix } from "node:path";
import { AwsError } from "../awsError";

/** What a Dockerfile says, of what can be done without a container engine. */
export interface Dockerfile {
  readonly workingDirectory: string;
  readonly copies: readonly { readonly sources: readonly string[]; readonly target: string }[];
  readonly environment: Readonly<Record<string, string>>;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
}

/**
 * Reads FROM, WORKDIR, COPY, ENV, USER, ENTRYPOINT and CMD. The base image is not looked at: its `node`,
 * wherever it lies, is the one that runs the cloud, and nothing else of it can be run.
 *
 * @throws {AwsError} naming any other instruction, any flag, and a program that is not `node`.
 */
export function parseDockerfile(text: string): Dockerfile {
  let workingDirectory = "/";
  const copies: { sources: string[]; target: string }[] = [];
  const environment: Record<string, string> = {};
  let entryPoint: string[] = [];
  let command: string[] = [];
  const lines = text
    .replace(/^\s*#.*$/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  for (const line of lines) {
    const [, instruction = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    const words = rest.split(/\s+/);
    switch (instruction.toUpperCase()) {
      case "FROM":
      case "USER":
        break;
      case "WORKDIR":
        workingDirectory = rest.startsWith("/") ? rest : join(workingDirectory, rest);
        break;
      case "COPY": {
        const target = words.pop() ?? "";
        const flag = words.find((word) => word.startsWith("--"));
        if (flag !== undefined && !flag.startsWith("--chown")) throw unsupported(`COPY ${flag}`);
        const sources = words.filter((word) => !word.startsWith("--"));
        copies.push({ sources, target: target.startsWith("/") ? target : `${workingDirectory}/${target}` });
        break;
      }
      case "ENV":
        for (const [, name = "", quoted, plain] of rest.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)) {
          environment[name] = quoted ?? plain ?? "";
        }
        break;
      case "ENTRYPOINT":
        entryPoint = execForm(instruction, rest);
        break;
      case "CMD":
        command = execForm(instruction, rest);
        break;
      default:
        throw unsupported(instruction);
    }
  }
  const [program = "nothing"] = [...entryPoint, ...command];
  if (posix.basename(program) !== "node") {
    throw new AwsError(
      "UnsupportedInstruction",
      `the Dockerfile runs ${program}, where only node can be run locally: begin ENTRYPOINT or CMD with it`,
    );
  }
  return { workingDirectory, copies, environment, entryPoint, command };
}

function execForm(instruction: string, json: string): string[] {
  try {
    const words: unknown = JSON.parse(json);
    if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words;
  } catch {
    // Reported below: the shell form is not JSON.
  }
  throw unsupported(`${instruction} in shell form`);
}

function join(base: string, rest: string): string {
  return `${base.replace(/\/$/, "")}/${rest}`;
}

function unsupported(what: string): AwsError {
  return new AwsError(
    "UnsupportedInstruction",
    `the local build does not know the Dockerfile instruction ${what}`,
  );
}
