import type { Command } from "./command";

const count = { pattern: /^[1-9]\d*$/, text: "a whole number from 1" };
const counts = { pattern: /^[1-9]\d*(,[1-9]\d*)*$/, text: "whole numbers from 1 with commas between them" };
const port = {
  pattern: /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
  text: "a port, from 1 to 65535",
};
const json = { text: "print one JSON object on stdout" } as const;

/** Every command of the project. */
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
      fresh: { text: "delete what earlier runs of the environment left in .local/ first" },
      port: {
        value: "PORT",
        form: port,
        text: "port of the region that is pushed to; the other regions follow. Default: 8420",
      },
      account: {
        value: "ID",
        form: { pattern: /^\d{12}$/, text: "an account's id, 12 digits" },
        text: "the account of the local cloud. Default: the first of allowedAccountIds",
      },
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
  check: {
    name: "check",
    summary:
      "Checks the settings of a stack, quotas included, and its environment's preset of the policy pack, without the program.",
    arguments: [
      { name: "STACK", text: "default: every stack that has a file Pulumi.STACK.yaml", optional: true },
    ],
    options: {},
    notes: "Exit code: 0 no problems, 1 there are some; all of them are printed.",
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
  replicate: {
    name: "replicate",
    summary: "Makes the branches and tags of TARGET equal to those of SOURCE.",
    arguments: [
      {
        name: "SOURCE",
        text: "https://user:password@host/path, http://… or codecommit::REGION://[PROFILE@]NAME",
      },
      { name: "TARGET", text: "the same" },
    ],
    options: {
      "dry-run": { limits: true, text: "print what would be done, and do nothing" },
      check: { limits: true, text: "the same; the exit code tells whether both sides are equal" },
      deep: {
        limits: true,
        text: "prove that TARGET has every object behind its refs; this transfers the whole repository",
      },
      repair: { text: "with --deep: send everything again if it does not" },
      refs: { value: "NAMES", limits: true, text: "only these, for example refs/heads/main,refs/tags/v*" },
      json: { text: "print the report as JSON on stdout" },
    },
    conflicts: [
      { options: ["dry-run", "check"], reason: "both only print; --check also sets the exit code" },
      { options: ["dry-run", "deep"], reason: "--dry-run compares refs, and --deep compares objects" },
      { options: ["check", "deep"], reason: "--check compares refs, and --deep compares objects" },
      { options: ["deep", "refs"], reason: "--deep looks at every ref" },
    ],
    needs: { repair: "deep" },
    notes: `Without a password in the URL, git's credential helpers, GIT_ASKPASS or the terminal are asked for it where one is
wanted. HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are used.
Branches and tags that SOURCE does not have are deleted from TARGET. Branches called ccp-archive-… and tags called
ccp-seed-… are not copied: TARGET keeps backups there, and parts of a copy in progress.
Exit code: 0 both sides were seen equal, 1 trying again may help (--check: they differ), 2 somebody has to act.`,
  },
  bench: {
    name: "bench",
    summary: "Measures, side by side in one run, and writes bench/results.json.",
    arguments: [
      { name: "NAME", text: "relay, mutants, policies or stress; default: all of them", optional: true },
    ],
    options: {},
    notes: "The options of one: npm run bench -- NAME --help",
  },
  benchRelay: {
    name: "bench relay",
    summary: "Measures the replicator beside a direct git push, mirrors and git-sync.",
    arguments: [],
    options: {
      sizes: {
        value: "MB,MB",
        form: counts,
        text: "sizes of the repositories in megabytes. Default: 10,100,500",
      },
      rounds: { value: "N", form: count, text: "how often each is measured. Default: 5" },
    },
  },
  benchMutants: {
    name: "bench mutants",
    summary: "Weakens stacks in one place at a time and counts the changes that the policy pack reports.",
    arguments: [],
    options: {
      stacks: { value: "STACK,STACK", text: "default: dev,dev-replica,prod,prod-replica" },
    },
  },
  benchPolicies: {
    name: "bench policies",
    summary: "Measures how long the policy pack takes to start, and to validate stacks of several sizes.",
    arguments: [],
    options: {
      repositories: { value: "N,N", form: counts, text: "default: 100,300,1000" },
      teams: { value: "N,N", form: counts, text: "default: 5,50" },
      rounds: { value: "N", form: count, text: "how often each is measured. Default: 3" },
    },
  },
  benchStress: {
    name: "bench stress",
    summary: "Replicates under writes, faults and kills, and ends at the first broken guarantee.",
    arguments: [],
    options: {
      seed: { value: "N", form: count, text: "the same seed repeats a run. Default: random" },
      runs: { value: "N", form: count, text: "runs, each with the next seed. Default: 20" },
      writes: { value: "N", form: count, text: "writes in each run. Default: 100" },
    },
  },
  deploy: {
    name: "deploy",
    summary:
      "Deploys an environment on AWS with the Pulumi CLI: its primary, then every replica, each previewed first.",
    arguments: [{ name: "ENV", text: "the environment, by the stack of its primary" }],
    options: {
      preview: { limits: true, text: "show what would change, and change nothing" },
      yes: { text: "do not ask before each update" },
    },
    conflicts: [{ options: ["preview", "yes"], reason: "--preview changes nothing, so it asks nothing" }],
    notes: `The policy pack is enforced in each preview and update. Needs the Pulumi CLI, which is logged in to its backend,
credentials for the account, and Docker for the worker's image.
Exit code: 0 all stacks are deployed, 1 one was refused or failed; the stacks after it were not touched.`,
  },
  docs: {
    name: "docs",
    summary: "Writes docs/settings.md and docs/policies.md from the code.",
    arguments: [],
    options: {},
  },
} as const satisfies Readonly<Record<string, Command>>;

/** The command that a line is for, `npm run bench -- relay` among them; undefined where the script is none of ours. */
export function commandOf(script: string, words: readonly string[]): Command | undefined {
  const named = (name: string) => Object.values<Command>(commands).find((command) => command.name === name);
  return named([script, ...words.slice(0, 1)].join(" ")) ?? named(script);
}
