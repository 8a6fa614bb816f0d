import { alarmActions } from "./alarmActions";
import { bucketAccess } from "./bucketAccess";
import { bucketBlock } from "./bucketBlock";
import { bucketKey } from "./bucketKey";
import { bucketTls } from "./bucketTls";
import { bucketWriters } from "./bucketWriters";
import { descriptions } from "./descriptions";
import { keyAccess } from "./keyAccess";
import { keyDeletion } from "./keyDeletion";
import { keyEnabled } from "./keyEnabled";
import { keyLockout } from "./keyLockout";
import { keyRotation } from "./keyRotation";
import { keyServices } from "./keyServices";
import { logKey } from "./logKey";
import { logRetention } from "./logRetention";
import { secretAccess } from "./secretAccess";
import { secretKey } from "./secretKey";
import { secretReaders } from "./secretReaders";
import { tags } from "./tags";
import { trailKey } from "./trailKey";
import { trailLock } from "./trailLock";
import { trailLogs } from "./trailLogs";
import { trailScope } from "./trailScope";
import { trailValidation } from "./trailValidation";

/** Keys, logs, alarms, the trail and its bucket, secrets, tags. */
export const operationsPolicies = [
  keyRotation,
  keyAccess,
  keyServices,
  keyDeletion,
  keyEnabled,
  keyLockout,
  logRetention,
  logKey,
  alarmActions,
  trailScope,
  trailValidation,
  trailKey,
  trailLogs,
  trailLock,
  bucketBlock,
  bucketAccess,
  bucketWriters,
  bucketTls,
  bucketKey,
  secretKey,
  secretAccess,
  secretReaders,
  descriptions,
  tags,
];
