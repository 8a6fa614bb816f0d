import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { readingOnly } from "./documents/chat";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { serviceTrust } from "./documents/trust";

export interface ChatAccessArgs {
  readonly place: Place;
}

/**
 * What chat channels may do: a role without permissions, which every channel must have, and a guardrail that denies
 * everything. Notifications need neither: AWS sends them by itself.
 */
export class ChatAccess extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  readonly guardrail: aws.iam.Policy;

  constructor(name: string, args: ChatAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ChatAccess", name, {}, opts);
    const { place } = args;

    this.role = new aws.iam.Role(
      `${name}-role`,
      {
        name,
        description: "Of every chat channel. Has no permissions: notifications need none.",
        assumeRolePolicy: policyText(serviceTrust(place, "chatbot.amazonaws.com")),
      },
      { parent: this },
    );
    this.guardrail = new aws.iam.Policy(
      `${name}-guardrail`,
      {
        name: `${name}-guardrail`,
        description: "Bounds what people do from chat channels: nothing.",
        policy: policyText(readingOnly()),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
