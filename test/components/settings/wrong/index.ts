import type { WrongSettings } from "../settings";
import { wrongKeys } from "./keys";
import { wrongApprovals } from "./approvals";
import { wrongChannels } from "./channels";
import { wrongNotifications } from "./notifications";
import { wrongEvents } from "./events";
import { wrongCrossAccount } from "./crossAccount";
import { wrongPeople } from "./people";
import { wrongProtections } from "./protections";
import { wrongReplica } from "./replica";
import { wrongRepositories } from "./repositories";
import { wrongStack } from "./stack";
import { wrongTags } from "./tags";
import { wrongTeams } from "./teams";
import { wrongTopics } from "./topics";
import { wrongTriggers } from "./triggers";

/** One wrong settings file each. */
export const wrongSettings: readonly WrongSettings[] = [
  ...wrongStack,
  ...wrongRepositories,
  ...wrongTags,
  ...wrongKeys,
  ...wrongProtections,
  ...wrongApprovals,
  ...wrongTeams,
  ...wrongEvents,
  ...wrongPeople,
  ...wrongTopics,
  ...wrongChannels,
  ...wrongNotifications,
  ...wrongTriggers,
  ...wrongCrossAccount,
  ...wrongReplica,
];
