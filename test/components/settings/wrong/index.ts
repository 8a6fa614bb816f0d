import type { WrongSettings } from "../settings";
import { wrongCrossAccount } from "./crossAccount";
import { wrongPeople } from "./people";
import { wrongProtections } from "./protections";
import { wrongReplica } from "./replica";
import { wrongRepositories } from "./repositories";
import { wrongStack } from "./stack";
import { wrongTeams } from "./teams";

/** One wrong settings file each. */
export const wrongSettings: readonly WrongSettings[] = [
  ...wrongStack,
  ...wrongRepositories,
  ...wrongProtections,
  ...wrongTeams,
  ...wrongPeople,
  ...wrongCrossAccount,
  ...wrongReplica,
];
