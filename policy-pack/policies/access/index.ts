import { restrictPushers } from "../restrictPushers";
import { forbidEscalation } from "./forbidEscalation";
import { forbidFullAccess } from "./forbidFullAccess";
import { forbidManagedNames } from "./forbidManagedNames";
import { forbidStaticCredentials } from "./forbidStaticCredentials";
import { forbidUserPolicies } from "./forbidUserPolicies";
import { requireKnownDocument } from "./requireKnownDocument";
import { requireNullCompanion } from "./requireNullCompanion";
import { restrictAdministration } from "./restrictAdministration";
import { restrictAssumeRole } from "./restrictAssumeRole";
import { restrictPassRole } from "./restrictPassRole";
import { restrictSecrets } from "./restrictSecrets";
import { restrictTeams } from "./restrictTeams";
import { restrictWildcard } from "./restrictWildcard";

export const accessPolicies = [
  restrictPushers,
  restrictAdministration,
  restrictTeams,
  restrictWildcard,
  requireNullCompanion,
  requireKnownDocument,
  forbidFullAccess,
  forbidEscalation,
  restrictPassRole,
  restrictAssumeRole,
  restrictSecrets,
  forbidUserPolicies,
  forbidStaticCredentials,
  forbidManagedNames,
];
