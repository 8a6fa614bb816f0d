import type { FunctionHandler } from "../engine/provider";
import { dnsSuffix } from "./account";

/** What programs ask about where they run. */
export const invokes: Readonly<Record<string, FunctionHandler>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { accountId, partition }) => {
    const arn = `arn:${partition}:iam::${accountId}:user/operator`;
    return Promise.resolve({ id: accountId, accountId, arn, userId: "AIDAIOSFODNN7EXAMPLE" });
  },
  "aws:index/getPartition:getPartition": (_args, { partition }) =>
    Promise.resolve({
      id: partition,
      partition,
      dnsSuffix: dnsSuffix({ partition }),
      reverseDnsPrefix: partition === "aws-cn" ? "cn.com.amazonaws" : "com.amazonaws",
    }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_args, { region }) => {
    const names = ["a", "b", "c"].map((letter) => `${region}${letter}`);
    const zoneIds = [1, 2, 3].map((number) => `${zonePrefix(region)}-az${number}`);
    return Promise.resolve({ id: region, names, zoneIds, groupNames: [region], state: "available" });
  },
};

/** eu-central-1 becomes euc1, as AWS abbreviates regions in zone ids. */
function zonePrefix(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  return `${area}${direction.slice(0, 1)}${number}`;
}
