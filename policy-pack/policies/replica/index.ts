import { requireSingleWriter } from "../requireSingleWriter";
import { forbidOtherPushes } from "./forbidOtherPushes";
import { requireAllCopies } from "./requireAllCopies";
import { requireMinimalWriter } from "./requireMinimalWriter";
import { requireOtherRegion } from "./requireOtherRegion";
import { requireOwnKey } from "./requireOwnKey";

export const replicaPolicies = [
  requireSingleWriter,
  requireMinimalWriter,
  forbidOtherPushes,
  requireOtherRegion,
  requireOwnKey,
  requireAllCopies,
];
