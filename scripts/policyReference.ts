import { readFileSync } from "node:fs";
import path from "node:path";
import type { PolicyConfigSchema } from "@pulumi/policy";
import { policies } from "../policy-pack/policies";
import type { PackPolicy } from "../policy-pack/policies/framework/definePolicy";
import { union, type UnionRow } from "./policyUnion";

const presets = ["dev", "prod", "showcase"] as const;

/** `docs/policies.md`, made from the policies, the presets and the table of public rule sets. */
export function policyReference(): string {
  const levels = presets.map((preset) => readPreset(preset));
  return [
    "# Policies",
    "",
    "<!-- Generated from policy-pack and scripts/policyUnion.ts by `npm run docs`. -->",
    "",
    `The ${policies.length} policies of the [policy pack](../policy-pack/README.md), in the order in which they are reported. A violation`,
    "says what is wrong with which resource, and how to mend it. Levels are those of the presets: ● mandatory, ○ advisory,",
    "– disabled; what a preset sets beside the level stands in its file. Without a preset every policy is mandatory.",
    "",
    `| Policy | Severity | What it holds to | Settings (default) | ${presets.join(" | ")} |`,
    `| --- | --- | --- | --- | ${presets.map(() => ":-:").join(" | ")} |`,
    ...policies.map((policy) => policyRow(policy as PackPolicy, levels)),
    "",
    ...remediation(),
    ...weaker,
    ...exemptions,
    ...others(),
  ].join("\n");
}

function policyRow(policy: PackPolicy, levels: readonly Readonly<Record<string, unknown>>[]): string {
  const { name, severity, description, url, configSchema } = policy;
  const cells = [`[\`${name}\`](${url})`, `${severity}`, description, settings(configSchema)];
  return row([...cells, ...levels.map((preset) => sign(preset[name]))]);
}

function settings(schema: PolicyConfigSchema | undefined): string {
  return Object.entries(schema?.properties ?? {})
    .filter(([key]) => key !== "exemptions")
    .map(
      ([key, { default: value }]) =>
        `\`${key}\` (${value === undefined ? "none" : `\`${JSON.stringify(value)}\``})`,
    )
    .join("<br>");
}

function sign(setting: unknown): string {
  const level =
    typeof setting === "object" && setting !== null
      ? (setting as { readonly enforcementLevel: string }).enforcementLevel
      : setting;
  return { mandatory: "●", advisory: "○", disabled: "–", remediate: "✎" }[level as string] ?? "?";
}

function remediation(): string[] {
  const mending = policies
    .filter((policy) => "remediateResource" in policy)
    .map(({ name }) => `- \`${name}\``);
  return [
    "## Remediation",
    "",
    "These can mend what they find before it is created. That is off by default; the level `remediate` switches it on.",
    "",
    ...mending,
    "",
    "Tracing needs `xray:PutTraceSegments` and `xray:PutTelemetryRecords` in the function's role: without them AWS refuses",
    "the function.",
    "",
  ];
}

const weaker = [
  "## Where our presets are weaker",
  "",
  "- `lambda-function-require-reserved-concurrency` is off in dev: AWS refuses a reservation in new accounts, which can run",
  "  ten functions at a time in all. Replicas of prod set `dispatcher.reservedConcurrency`.",
  "- `codecommit-repository-require-approval-rules` is off in dev, whose teams push to branches of their own.",
  "- `ec2-subnet-forbid-public-addresses` and `ec2-vpc-require-flow-logs` are off: see the last table.",
  "",
];

const exemptions = [
  "## Exemptions",
  "",
  "Every policy takes a list `exemptions` in its configuration:",
  "",
  "```json",
  JSON.stringify(
    {
      "sqs-queue-require-customer-managed-key": {
        enforcementLevel: "mandatory",
        exemptions: [
          {
            resource: "urn:pulumi:prod::codecommit-platform::*::legacy-queue",
            reason: "Emptied and removed with the old build system.",
            expires: "2027-03-31",
          },
        ],
      },
    },
    undefined,
    2,
  ),
  "```",
  "",
  "- `resource` is the URN that the violation shows; `*` stands for any text. Begin it with `urn:pulumi:<stack>::`, so that",
  "  it concerns one stack: `policy-exemption-require-use` reports exemptions that cover nothing.",
  "- `reason` has ten characters at least, and is for those who review it.",
  "- `expires` is the last day on which it holds (UTC). After it the violation is back, and says that its exemption expired.",
  "",
  "Prefer the component or a narrower setting of the policy (`allowedPorts`, `everyRepository`, `allowed`) where there is one.",
  "",
];

function others(): string[] {
  return [
    "## What others check",
    "",
    "The checks of checkov, trivy, cfn-guard, Security Hub (FSBP), cdk-nag, awsguard and Pulumi's compliance-policies that",
    "touch the types of resources that we create. checkov's ids are CKV_AWS_n unless CKV2 is said.",
    "",
    ...Object.entries(union).flatMap(([service, rows]) => [
      `### ${service}`,
      "",
      "| Check | In | Covered by, or why not |",
      "| --- | --- | --- |",
      ...rows.map(unionRow),
      "",
    ]),
  ];
}

function unionRow({ check, sets, coveredBy, note }: UnionRow): string {
  const by = coveredBy.map((name) => `\`${name}\``).join(", ");
  const why = note ?? "";
  return row([check, sets, by === "" ? `Not: ${why}` : why === "" ? by : `${by}: ${why}`]);
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;

function readPreset(name: string): Readonly<Record<string, unknown>> {
  const file = path.resolve(__dirname, "..", "policy-pack", "presets", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
}
