import { primaryStack } from "./components/primary";
import { replicaStack } from "./components/replica";
import { loadSettings } from "./components/settings/loadSettings";

/** One stack: the primary of an environment, or its replica in another region. */
export = async () => {
  const settings = loadSettings();
  return settings.role === "primary" ? primaryStack(settings) : replicaStack(settings);
};
