import { restrictPushers } from "../restrictPushers";
import { disallowEscalation } from "./disallowEscalation";
import { disallowFullAccess } from "./disallowFullAccess";
import { disallowManagedNames } from "./disallowManagedNames";
import { disallowStaticCredentials } from "./disallowStaticCredentials";
import { disallowUserPolicies } from "./disallowUserPolicies";
import { requireKnownDocument } from "./requireKnownDocument";
import { requireNullCompanion } from "./requireNullCompanion";
import { restrictAdministration } from "./restrictAdministration";
import { restrictAssumeRole } from "./restrictAssumeRole";
import { restrictPassRole } from "./restrictPassRole";
import { restrictWildcard } from "./restrictWildcard";

export const accessPolicies = [
  restrictPushers,
  restrictAdministration,
  restrictWildcard,
  requireNullCompanion,
  requireKnownDocument,
  disallowFullAccess,
  disallowEscalation,
  restrictPassRole,
  restrictAssumeRole,
  disallowUserPolicies,
  disallowStaticCredentials,
  disallowManagedNames,
];
