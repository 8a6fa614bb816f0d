import { requireCustomerManagedKey } from "../requireCustomerManagedKey";
import { limitTriggers } from "./limitTriggers";
import { requireAbleApprovers } from "./requireAbleApprovers";
import { requireApprovalPool } from "./requireApprovalPool";
import { requireApprovalRules } from "./requireApprovalRules";
import { requireApprovals } from "./requireApprovals";
import { requireDescription } from "./requireDescription";
import { requireFullReferences } from "./requireFullReferences";
import { requireUserArns } from "./requireUserArns";
import { requireKnownApprovers } from "./requireKnownApprovers";
import { requireProtection } from "./requireProtection";
import { requireRuleVersion } from "./requireRuleVersion";
import { requireSingleTrigger } from "./requireSingleTrigger";
import { requireTags } from "./requireTags";
import { requireTriggerNames } from "./requireTriggerNames";
import { requireTriggerRegion } from "./requireTriggerRegion";

export const codecommitPolicies = [
  requireCustomerManagedKey,
  requireProtection,
  requireDescription,
  requireTags,
  requireApprovalRules,
  requireRuleVersion,
  requireApprovals,
  requireApprovalPool,
  requireUserArns,
  requireKnownApprovers,
  requireAbleApprovers,
  requireFullReferences,
  limitTriggers,
  requireTriggerNames,
  requireTriggerRegion,
  requireSingleTrigger,
];
