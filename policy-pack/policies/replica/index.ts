import { requireSingleWriter } from "../requireSingleWriter";
import { disallowOtherPushes } from "./disallowOtherPushes";
import { requireAllCopies } from "./requireAllCopies";
import { requireMinimalWriter } from "./requireMinimalWriter";
import { requireOtherRegion } from "./requireOtherRegion";
import { requireOwnKey } from "./requireOwnKey";

export const replicaPolicies = [
  requireSingleWriter,
  requireMinimalWriter,
  disallowOtherPushes,
  requireOtherRegion,
  requireOwnKey,
  requireAllCopies,
];
