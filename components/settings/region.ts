import { quote } from "./names";
import { didYouMean } from "./problems";

/** CodeCommit user guide, "Regions and Git connection endpoints", 2026: 29 regions. */
const codeCommitRegions = [
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ca-central-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
];

/**
 * Partitions by what their regions begin with; every other region is of `aws`.
 * Source: partitions.json of the AWS SDKs, as in @aws-sdk/core 3.
 */
const partitions = [
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
  ["cn-", "aws-cn"],
] as const;

const directions = "central|east|north|northeast|northwest|south|southeast|southwest|west";
const form = new RegExp(
  `^(?:[a-z]{2}|us-gov|us-iso[bf]?|eu-isoe|eusc-[a-z]{2})-(?:${directions})-[1-9]\\d?$`,
);

/** What is wrong with `aws:region`, as Pulumi hands it over. */
export function regionProblems(region: string | undefined): string[] {
  if (region === undefined || region === "") {
    return ["aws:region: is missing; for example: pulumi config set aws:region eu-central-1."];
  }
  if (/^\s*[[{]/.test(region)) {
    return [`aws:region: takes one region, but is ${region}; write for example eu-central-1.`];
  }
  return form.test(region)
    ? []
    : [
        `aws:region: ${quote(region)} is no region.${didYouMean(region.toLowerCase(), codeCommitRegions)} A region is written as in eu-central-1.`,
      ];
}

/** What is unusual about a region that has a region's form. AWS adds regions, so this is no mistake. */
export function regionWarnings(region: string): string[] {
  return codeCommitRegions.includes(region)
    ? []
    : [
        `aws:region: CodeCommit's user guide does not list ${region}; see https://docs.aws.amazon.com/codecommit/latest/userguide/regions.html, or use a region that is there, for example eu-central-1.`,
      ];
}

/** Nothing of AWS, accounts included, reaches from one partition into another. */
export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}
