import { AlarmTopic } from "../alarmTopic";
import { AuditAlarms } from "../auditAlarms";
import { AuditTrail } from "../auditTrail";
import type { EncryptionKey } from "../encryptionKey";
import { type Audit, auditOf } from "../settings/sections/audit";
import { createEventTargets, type EventParts } from "./events";
import { named, type Scope } from "./scope";

/** Sends events on their way and records who did what; an alarm tells when that goes wrong or finds something. */
export function createMonitoring(scope: Scope, parts: Omit<EventParts, "alarmTopic">): void {
  const hasRules = Object.keys(parts.rules).length > 0;
  const audit = auditOf(scope.settings);
  if (!hasRules && audit?.trail === undefined) {
    return;
  }
  const alarmTopic = createAlarmTopic(scope, parts.encryptionKey);
  if (hasRules) {
    createEventTargets(scope, { ...parts, alarmTopic });
  }
  if (audit?.trail !== undefined) {
    createTrail(scope, { ...audit, trail: audit.trail }, parts.encryptionKey, alarmTopic);
  }
}

/** Where the alarms of the stack go. */
function createAlarmTopic(scope: Scope, encryptionKey: EncryptionKey): AlarmTopic {
  const { settings, place, parent } = scope;
  const topicName = named(scope, "alarms");
  return new AlarmTopic(
    topicName,
    { place, topicName, encryptionKey, subscriptions: settings.alarms },
    { parent },
  );
}

function createTrail(
  scope: Scope,
  { retentionDays, trail, alarms }: Audit & Required<Pick<Audit, "trail">>,
  encryptionKey: EncryptionKey,
  topic: AlarmTopic,
): void {
  const { place, parent } = scope;
  const { logGroup } = new AuditTrail(
    named(scope, "audit"),
    { place, trailName: named(scope, "audit"), encryptionKey, retentionDays, ...trail },
    { parent },
  );
  if (alarms !== undefined) {
    new AuditAlarms(named(scope, "audit"), { place, logGroup, topic, ...alarms }, { parent });
  }
}
