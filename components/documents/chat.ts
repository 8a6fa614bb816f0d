import { policyDocument, type PolicyDocument } from "./policyDocument";

/** What a chat channel's members may do from it, unless the settings say otherwise: nothing. They read notifications. */
export function readingOnly(): PolicyDocument {
  return policyDocument({ Sid: "NoCommandsFromChat", Effect: "Deny", Action: "*", Resource: "*" });
}

/** Source: General reference, "Amazon Q Developer in chat applications endpoints and quotas". */
const apiRegions = ["us-east-2", "us-west-2", "eu-west-1", "ap-southeast-1"];

/** Configurations belong to no region, but only four have the API that makes them. */
export function chatApiRegion(region: string): string {
  if (apiRegions.includes(region)) {
    return region;
  }
  if (/^(eu|me|af|il)-/.test(region)) {
    return "eu-west-1";
  }
  return region.startsWith("ap-") ? "ap-southeast-1" : "us-east-2";
}
