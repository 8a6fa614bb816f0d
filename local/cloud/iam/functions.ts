import type { FunctionHandler } from "../../engine/provider";
import { AwsError } from "../awsError";
import { optionalText, text } from "../properties";
import type { IamTables } from "./tables";

/** What programs ask about the identities of the account. */
export function iamFunctions(tables: IamTables): Record<string, FunctionHandler> {
  return {
    // As roles_data_source.go of terraform-provider-aws: no role is an empty list, not an error.
    "aws:iam/getRoles:getRoles": (args, { region }) => {
      const pathPrefix = optionalText(args, "pathPrefix");
      const nameRegex = optionalText(args, "nameRegex");
      if (pathPrefix !== undefined && !pathPrefix.startsWith("/")) {
        throw new AwsError(
          "ValidationError",
          "The specified value for pathPrefix is invalid. It must begin with /",
        );
      }
      const pattern = new RegExp(nameRegex ?? "");
      const roles = tables.roles
        .values()
        .map(({ outputs }) => ({ arn: text(outputs, "arn"), name: text(outputs, "name") }))
        .filter(({ arn, name }) => pathOf(arn).startsWith(pathPrefix ?? "/") && pattern.test(name));
      return Promise.resolve({
        id: region,
        arns: roles.map(({ arn }) => arn),
        names: roles.map(({ name }) => name),
        ...(pathPrefix !== undefined && { pathPrefix }),
        ...(nameRegex !== undefined && { nameRegex }),
      });
    },
  };
}

/** `arn:aws:iam::123456789012:role/team/dev` has the path `/team/`. */
function pathOf(roleArn: string): string {
  const resource = roleArn.slice(roleArn.indexOf(":role/") + ":role".length);
  return resource.slice(0, resource.lastIndexOf("/") + 1);
}
