import type { Command } from "./command";

const json = { text: "print one JSON object on stdout" } as const;

/** Every command of the project, by its script in package.json. */
export const commands = {
  start: {
    name: "start",
    summary:
      "Applies an environment's stacks to a local cloud and checks every guarantee with real git clients.",
    arguments: [],
    options: {
      stack: {
        value: "ENV",
        text: "the environment, by the stack of its primary; its replicas follow. Default: dev",
      },
      exit: { text: "exit after the tour; exit code 0 if every step passed, else 1" },
      fresh: { text: "delete what earlier runs left in .local/ first" },
    },
    strayArgument: "stack",
  },
  preview: {
    name: "preview",
    summary: "Shows what an update of a stack would change, and what the policies report. Changes nothing.",
    arguments: [{ name: "STACK", text: "a primary or a replica; a file Pulumi.STACK.yaml" }],
    options: {
      json,
      "policy-config": {
        value: "FILE",
        text: "the policy pack's configuration, instead of the environment's preset",
      },
    },
    notes: "Exit code: 0 an update may follow, 1 the settings are wrong or a mandatory policy is violated.",
  },
  access: {
    name: "access",
    summary:
      "Lists who can push, merge, delete, approve and override, and the IAM statement responsible. Changes nothing.",
    arguments: [
      { name: "STACK", text: "a primary or a replica; a file Pulumi.STACK.yaml" },
      { name: "REPOSITORY", text: "with --who: a repository's name or ARN", goesWith: "who", optional: true },
      {
        name: "REFERENCE",
        text: "with --who: the full name of a branch or tag, for example refs/heads/main",
        goesWith: "who",
        optional: true,
      },
    ],
    options: {
      who: {
        value: "ACTION",
        text: "answer one question, for example --who codecommit:GitPush payments-api refs/heads/main",
      },
      identity: { value: "NAME", text: "with --who: the answer for this user or role only" },
      json,
      html: { value: "FILE", bare: "-", text: "write the matrix as a web page, to stdout without FILE" },
    },
    conflicts: [
      { options: ["json", "html"], reason: "choose one format" },
      { options: ["who", "html"], reason: "--html shows the whole matrix, and --who asks one question" },
    ],
    needs: { identity: "who" },
  },
} as const satisfies Readonly<Record<string, Command>>;
