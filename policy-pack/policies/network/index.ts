import { defaultGroup } from "./defaultGroup";
import { flowLogs } from "./flowLogs";
import { narrowEgress } from "./narrowEgress";
import { publicIngress } from "./publicIngress";
import { ruleDescriptions } from "./ruleDescriptions";
import { subnetAddresses } from "./subnetAddresses";

/** Where tasks run. */
export const networkPolicies = [
  publicIngress,
  narrowEgress,
  ruleDescriptions,
  subnetAddresses,
  defaultGroup,
  flowLogs,
];
