import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { functionLabel, permitInvocation } from "./functionPermission";
import type { Repository } from "./repository";
import type { TriggerSettings } from "./settings/sections/triggers";

/** As the API calls them. A push is an update of a reference; making one is not. */
const apiEvents: Readonly<Record<TriggerSettings["events"][number], string>> = {
  push: "updateReference",
  create: "createReference",
  delete: "deleteReference",
  all: "all",
};

export interface TriggerDeclaration {
  /** Unique in the repository. */
  readonly name: string;
  readonly events: TriggerSettings["events"];
  /** Whole names; none means every branch and tag. */
  readonly branches: readonly string[];
  /** A text that every message carries. */
  readonly customData?: string;
  readonly destination: TriggerDestination;
}

/** A topic, or an existing function of this account and region. */
export type TriggerDestination =
  | { readonly topicArn: pulumi.Input<string>; readonly ready: readonly pulumi.Resource[] }
  | { readonly functionArn: string };

export interface TriggersArgs {
  readonly place: Place;
  readonly repository: Repository;
  /** At most 10. */
  readonly triggers: readonly TriggerDeclaration[];
}

/**
 * All triggers of one repository. CodeCommit keeps them as one set that is always written whole, so they are one resource:
 * two would overwrite each other.
 *
 * @example
 * new Triggers("ccp-dev-payments-api-triggers", {
 *   place,
 *   repository: paymentsApi,
 *   triggers: [{ name: "build", events: ["push"], branches: ["main"], destination: { topicArn: builds.arn, ready: builds.ready } }],
 * });
 */
export class Triggers extends pulumi.ComponentResource {
  constructor(name: string, args: TriggersArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Triggers", name, {}, opts);
    const { place, repository, triggers } = args;

    const permissions = functionsOf(triggers).map((functionArn) =>
      permitInvocation(
        `${name}-${functionLabel(functionArn)}`,
        {
          functionArn,
          service: "codecommit.amazonaws.com",
          sourceArn: repository.arn,
          sourceAccount: place.account,
        },
        this,
      ),
    );
    new aws.codecommit.Trigger(
      `${name}-set`,
      {
        repositoryName: repository.repositoryName,
        triggers: triggers.map(({ name: trigger, events, branches, customData, destination }) => ({
          name: trigger,
          events: events.map((event) => apiEvents[event]),
          branches: [...branches],
          customData,
          destinationArn: "functionArn" in destination ? destination.functionArn : destination.topicArn,
        })),
      },
      {
        parent: this,
        // Every change replaces the set, and deleting writes an empty one: after the new set, that would leave none.
        deleteBeforeReplace: true,
        dependsOn: [
          repository,
          ...permissions,
          ...triggers.flatMap(({ destination }) => readiness(destination)),
        ],
      },
    );
    this.registerOutputs({
      repositoryName: repository.repositoryName,
      triggers: triggers.map((trigger) => trigger.name),
    });
  }
}

function functionsOf(triggers: readonly TriggerDeclaration[]): string[] {
  return [
    ...new Set(
      triggers.flatMap(({ destination }) => ("functionArn" in destination ? [destination.functionArn] : [])),
    ),
  ];
}

function readiness(destination: TriggerDestination): readonly pulumi.Resource[] {
  return "ready" in destination ? destination.ready : [];
}
