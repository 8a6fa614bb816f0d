import { requireSingleWriter } from "../requireSingleWriter";
import { forbidOtherPushes } from "./forbidOtherPushes";
import { requireAllCopies } from "./requireAllCopies";
import { requireMinimalWriter } from "./requireMinimalWriter";
import { requireOtherRegion } from "./requireOtherRegion";
import { requireOwnKey } from "./requireOwnKey";
import { restrictWriterTrust } from "./restrictWriterTrust";

export const replicaPolicies = [
  requireSingleWriter,
  requireMinimalWriter,
  restrictWriterTrust,
  forbidOtherPushes,
  requireOtherRegion,
  requireOwnKey,
  requireAllCopies,
];
