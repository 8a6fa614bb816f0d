import { imageAccess } from "./imageAccess";
import { imageKey } from "./imageKey";
import { imageScan } from "./imageScan";
import { imageTags } from "./imageTags";
import { lambdaConcurrency } from "./lambdaConcurrency";
import { lambdaFailures } from "./lambdaFailures";
import { lambdaPermission } from "./lambdaPermission";
import { lambdaRuntime } from "./lambdaRuntime";
import { lambdaSecrets } from "./lambdaSecrets";
import { lambdaTracing } from "./lambdaTracing";
import { lambdaUrl } from "./lambdaUrl";
import { taskLogging } from "./taskLogging";
import { taskNamespaces } from "./taskNamespaces";
import { taskPrivileges } from "./taskPrivileges";
import { taskRoles } from "./taskRoles";
import { taskRootFilesystem } from "./taskRootFilesystem";
import { taskSecrets } from "./taskSecrets";
import { taskUser } from "./taskUser";

/** Functions, tasks and their images. */
export const computePolicies = [
  lambdaRuntime,
  lambdaFailures,
  lambdaConcurrency,
  lambdaPermission,
  lambdaSecrets,
  lambdaTracing,
  lambdaUrl,
  taskUser,
  taskRootFilesystem,
  taskPrivileges,
  taskNamespaces,
  taskLogging,
  taskSecrets,
  taskRoles,
  imageTags,
  imageScan,
  imageKey,
  imageAccess,
];
