import { busAccess } from "./busAccess";
import { channelAuthorization } from "./channelAuthorization";
import { channelGuardrail } from "./channelGuardrail";
import { queueAccess } from "./queueAccess";
import { queueKey } from "./queueKey";
import { queueSenders } from "./queueSenders";
import { queueTls } from "./queueTls";
import { ruleAccount } from "./ruleAccount";
import { ruleRepositories } from "./ruleRepositories";
import { subscriptionTls } from "./subscriptionTls";
import { targetDeadLetters } from "./targetDeadLetters";
import { targetRetries } from "./targetRetries";
import { topicAccess } from "./topicAccess";
import { topicKey } from "./topicKey";
import { topicPublishers } from "./topicPublishers";
import { topicTls } from "./topicTls";

/** Topics, queues, event rules and chat channels. */
export const messagingPolicies = [
  topicKey,
  topicAccess,
  topicPublishers,
  topicTls,
  subscriptionTls,
  queueKey,
  queueAccess,
  queueSenders,
  queueTls,
  busAccess,
  ruleAccount,
  ruleRepositories,
  targetDeadLetters,
  targetRetries,
  channelGuardrail,
  channelAuthorization,
];
