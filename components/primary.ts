import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "./account";
import type { CrossAccountInstructions } from "./documents/crossAccountInstructions";
import { type Place, prefixOf, repositoryArn } from "./documents/place";
import { createApprovals } from "./primary/approvals";
import { createChannels } from "./primary/channels";
import { createCrossAccountRoles } from "./primary/crossAccount";
import { createEventRules, createQueues } from "./primary/events";
import { createGuardGroups, createGuards } from "./primary/guards";
import { createOperationsKey, createRepositoriesKey } from "./primary/keys";
import { createMonitoring } from "./primary/monitoring";
import { createNotifications } from "./primary/notifications";
import { createPeople } from "./primary/people";
import { platformOf } from "./primary/platform";
import { createRepositories } from "./primary/repositories";
import { createTeamPolicies, createTeams } from "./primary/teams";
import { createTopics } from "./primary/topics";
import { createTriggers } from "./primary/triggers";
import type { PersonOutputs } from "./person";
import { findNotificationsRole } from "./notificationsRole";
import { mapValues } from "./records";
import type { CloneUrls } from "./repository";
import { accountProblems } from "./settings/checks/account";
import { removalProblems } from "./settings/checks/removals";
import { ownOutput } from "./settings/ownStack";
import type { Platform } from "./settings/platform";
import { announceRetirements } from "./retirements";
import { Safeguard } from "./safeguard";
import type { PrimarySettings } from "./settings/schema";
import { mayNotBeDestroyed } from "./settings/sections/repositories";
import { SettingsError } from "./settings/settingsError";
import { defaultTagsOf } from "./tags";

export interface PrimaryArgs {
  readonly settings: PrimarySettings;
  readonly place: Place;
  /** The ARN of the account's role for notification rules, where it exists already. */
  readonly notificationsRole?: string | undefined;
}

/** Everything a company needs in the region where people push. */
export class Primary extends pulumi.ComponentResource {
  readonly platform: Platform;
  /** By repository name. */
  readonly cloneUrls: Readonly<Record<string, pulumi.Output<CloneUrls>>>;
  /** What the people of other accounts need, by the name of their role in the settings. */
  readonly crossAccount: Readonly<Record<string, CrossAccountInstructions>>;
  /** How people find their credentials, by person; no secret is in it. */
  readonly people: Readonly<Record<string, PersonOutputs>>;

  constructor(name: string, args: PrimaryArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Primary", name, {}, opts);
    const { settings, place, notificationsRole } = args;
    const scope = { settings, place, parent: this };

    const repositoriesKey = createRepositoriesKey(scope);
    const operationsKey = createOperationsKey(scope);
    const repositories = createRepositories(scope, repositoriesKey);
    const people = createPeople(scope, operationsKey);
    const approvals = createApprovals(scope, { repositories, people });
    const guards = createGuards(scope, { repositories, approvals });
    createGuardGroups(scope, guards, people);
    const policies = createTeamPolicies(scope, [repositoriesKey, operationsKey]);
    createTeams(scope, { repositories, guards, people, policies });
    const crossAccountRoles = createCrossAccountRoles(scope, {
      repositories,
      guards,
      policies,
      encryptionKey: repositoriesKey,
    });

    const topics = createTopics(scope, { encryptionKey: operationsKey, repositories });
    const channels = createChannels(scope);
    createNotifications(scope, { repositories, topics, channels, existingRole: notificationsRole });
    createTriggers(scope, { repositories, topics });

    const rules = createEventRules(scope);
    const queues = createQueues(scope, rules, operationsKey);
    createMonitoring(scope, { rules, topics, queues, encryptionKey: operationsKey });

    this.platform = platformOf(scope);
    this.people = mapValues(people, ({ outputs }) => outputs);
    this.cloneUrls = Object.fromEntries(
      Object.values(repositories).map((repository) => [repository.repositoryName, repository.cloneUrls]),
    );
    this.crossAccount = mapValues(crossAccountRoles, ({ instructions }) => instructions);
    this.registerOutputs({
      partition: place.partition,
      accountId: place.account,
      region: place.region,
      environment: settings.environment,
      repositories: Object.values(repositories).map(({ repositoryName }) =>
        repositoryArn(place, place.region, repositoryName),
      ),
    });
  }
}

/** Builds the primary stack: one explicit provider, the account it belongs to, and everything in it. */
export async function primaryStack(settings: PrimarySettings): Promise<Record<string, unknown>> {
  const prefix = prefixOf(settings.environment);
  const provider = new aws.Provider(`${prefix}-${settings.region}`, {
    region: settings.region as aws.Region,
    allowedAccountIds: settings.allowedAccountIds,
    defaultTags: { tags: defaultTagsOf(settings) },
  });
  const { id: account, partition } = await accountOf(provider, {
    region: settings.region,
    otherwise: "which allowedAccountIds does not list",
  });
  const problems = [
    ...accountProblems(settings, account),
    ...removalProblems(settings, await ownOutput("platform")),
  ];
  if (problems.length > 0) {
    throw new SettingsError(pulumi.getStack(), problems);
  }
  const place: Place = { partition, account, region: settings.region, prefix };
  announceRetirements(settings.repositories);
  const notificationsRole =
    Object.keys(settings.notifications).length > 0 ? await findNotificationsRole(provider) : undefined;
  const primary = new Primary(prefix, { settings, place, notificationsRole }, { providers: [provider] });
  new Safeguard(prefix, { dependsOn: [primary], protect: mayNotBeDestroyed(settings) });
  return {
    platform: primary.platform,
    cloneUrls: primary.cloneUrls,
    people: primary.people,
    crossAccount: primary.crossAccount,
  };
}
