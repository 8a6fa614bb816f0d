import type { Existing, Properties, Realised, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import { iamId } from "../identifiers";
import { text } from "../properties";
import type { StoredResource } from "../store/records";
import type { IamTables } from "./tables";

/** Names and descriptions that AWS gives, by service. @see https://docs.aws.amazon.com/dtconsole/latest/userguide/using-service-linked-roles.html */
const known: Readonly<Record<string, { readonly name: string; readonly description: string }>> = {
  "codestar-notifications.amazonaws.com": {
    name: "AWSServiceRoleForCodeStarNotifications",
    description: "Allows AWS CodeStar Notifications to access Amazon CloudWatch Events on your behalf",
  },
};

/** Roles that belong to a service: one an account, with a name, a path and a trust that AWS gives. */
export class ServiceLinkedRoles {
  constructor(
    private readonly account: Account,
    private readonly tables: IamTables,
  ) {}

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
        replaceOn: ["awsServiceName", "customSuffix"],
        create: (inputs) => Promise.resolve(this.create(inputs)),
        update: (id, inputs) => Promise.resolve(this.update(id, inputs)),
        delete: (id) => {
          this.tables.roles.delete(nameOf(id));
          return Promise.resolve();
        },
        read: (id) => Promise.resolve(this.read(id)),
      },
    };
  }

  has(service: string): boolean {
    return this.tables.roles.has(roleOf(service).name);
  }

  /** What a service does when it needs its role for the first time, with the permissions of its caller. */
  createByService(service: string): void {
    this.create({ awsServiceName: service, description: roleOf(service).description });
  }

  private create(inputs: Properties): Realised {
    const service = text(inputs, "awsServiceName");
    const { name } = roleOf(service);
    if (inputs.customSuffix !== undefined) {
      throw new AwsError("InvalidInput", `Custom suffix is not allowed for ${service}`);
    }
    if (this.tables.roles.has(name)) {
      throw new AwsError(
        "InvalidInput",
        `Service role name ${name} has been taken in this account, please try a different suffix.`,
      );
    }
    const path = `/aws-service-role/${service}/`;
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    };
    const outputs = {
      name,
      path,
      arn: arn(this.account, "iam", "", `role${path}${name}`),
      uniqueId: iamId("AROA", 17),
      // RFC 3339, as the provider writes it.
      createDate: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    };
    const kept = { ...inputs, name, path, assumeRolePolicy: JSON.stringify(trust) };
    this.tables.roles.set(name, { id: name, region: "", inputs: kept, outputs });
    return { id: outputs.arn, outputs };
  }

  private update(id: string, inputs: Properties): Properties {
    const role = this.find(id);
    if (role === undefined) {
      throw new AwsError("NoSuchEntity", `The role with name ${nameOf(id)} cannot be found.`, 404);
    }
    const { name, path, assumeRolePolicy } = role.inputs;
    this.tables.roles.set(role.id, { ...role, inputs: { ...inputs, name, path, assumeRolePolicy } });
    return role.outputs;
  }

  private read(id: string): Existing | undefined {
    const role = this.find(id);
    if (role === undefined) return undefined;
    const own = ["awsServiceName", "description", "tags", "tagsAll"];
    const inputs = Object.fromEntries(Object.entries(role.inputs).filter(([key]) => own.includes(key)));
    return { inputs, outputs: role.outputs };
  }

  private find(id: string): StoredResource | undefined {
    const role = this.tables.roles.get(nameOf(id));
    return role?.outputs.arn === id ? role : undefined;
  }
}

function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}

/** @throws {AwsError} InvalidInput for services whose roles nothing here needs. */
function roleOf(service: string): { readonly name: string; readonly description: string } {
  if (Object.hasOwn(known, service)) return known[service];
  throw new AwsError(
    "InvalidInput",
    `The local cloud has service-linked roles of ${Object.keys(known).join(", ")} only, not of "${service}"`,
  );
}
