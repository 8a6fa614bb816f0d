import type { ResourceHandler } from "../engine/provider";
import { type Account, arn } from "./account";
import { physicalName } from "./properties";
import { recordHandler } from "./store/records";

/** Log groups by name. What functions and tasks print goes to files under the log directory. */
export function logsResources(account: Account): Record<string, ResourceHandler> {
  return {
    "aws:cloudwatch/logGroup:LogGroup": recordHandler(account.store.table("logGroups"), {
      replaceOn: ["name"],
      exists: "ResourceAlreadyExistsException",
      describe(inputs, context) {
        const name = physicalName(inputs, context);
        return {
          id: name,
          outputs: { name, arn: arn(account, "logs", context.region, `log-group:${name}`) },
        };
      },
    }),
  };
}
