import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BranchGuard } from "./branchGuard";
import { branchReference } from "./documents/branchGuard";
import { accountKeyPolicy, operationsKeyPolicy } from "./documents/keys";
import { operationsAlias, type Place, prefixOf, repositoriesAlias, repositoryArn } from "./documents/place";
import { EncryptionKey } from "./encryptionKey";
import { Person } from "./person";
import { mapValues, mergeAll, pick } from "./records";
import { type CloneUrls, Repository } from "./repository";
import type { Platform } from "./settings/platform";
import type { PrimarySettings } from "./settings/schema";
import { Team } from "./team";
import { TeamPolicies } from "./teamPolicies";

export interface PrimaryArgs {
  readonly settings: PrimarySettings;
  readonly place: Place;
}

/** Everything a company needs in the region where people push. */
export class Primary extends pulumi.ComponentResource {
  readonly platform: Platform;
  /** By repository name. */
  readonly cloneUrls: Readonly<Record<string, pulumi.Output<CloneUrls>>>;

  constructor(name: string, args: PrimaryArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Primary", name, {}, opts);
    const { settings, place } = args;
    const { prefix } = place;
    const { teams, people, protections } = settings;
    const groups = mapValues(teams, (_team, key) => `${prefix}-${key}`);

    const repositoriesKey = createRepositoriesKey(this);
    const operationsKey = createOperationsKey(this);
    const repositories = createRepositories(this);
    const guards = createGuards(this);
    const policies = new TeamPolicies(
      `${prefix}-team`,
      { place, encryptionKeys: [repositoriesKey, operationsKey] },
      { parent: this },
    );
    const persons = createPeople(this);
    createTeams(this);

    this.platform = {
      version: 1,
      partition: place.partition,
      account: place.account,
      region: place.region,
      environment: settings.environment,
      repositories: mapValues(
        settings.repositories,
        ({ name: repositoryName, description, protect, protection }) => ({
          name: repositoryName,
          description,
          protect,
          protection,
        }),
      ),
      teams: mapValues(teams, ({ access }, key) => ({ group: groups[key], access })),
      protections,
    };
    this.cloneUrls = Object.fromEntries(
      Object.entries(repositories).map(([key, repository]) => [
        settings.repositories[key].name,
        repository.cloneUrls,
      ]),
    );
    this.registerOutputs({
      partition: place.partition,
      accountId: place.account,
      region: place.region,
      environment: settings.environment,
      repositories: Object.values(settings.repositories).map((repository) =>
        repositoryArn(place, place.region, repository.name),
      ),
    });

    function createRepositoriesKey(parent: pulumi.Resource): EncryptionKey {
      return new EncryptionKey(
        `${prefix}-repositories`,
        {
          description: `CodeCommit repositories of ${prefix}`,
          alias: repositoriesAlias(prefix),
          policy: accountKeyPolicy(place),
        },
        { parent },
      );
    }

    function createOperationsKey(parent: pulumi.Resource): EncryptionKey {
      return new EncryptionKey(
        `${prefix}-operations`,
        {
          description: `Secrets, queues and logs of ${prefix}`,
          alias: operationsAlias(prefix),
          policy: operationsKeyPolicy(place),
        },
        { parent },
      );
    }

    function createRepositories(parent: pulumi.Resource): Record<string, Repository> {
      return mapValues(
        settings.repositories,
        ({ name: repositoryName, description, defaultBranch, protect }, key) =>
          new Repository(
            `${prefix}-${key}`,
            {
              repositoryName,
              description,
              defaultBranch,
              protect,
              encryptionKey: repositoriesKey,
              region: place.region,
            },
            { parent },
          ),
      );
    }

    function createGuards(parent: pulumi.Resource): Record<string, BranchGuard> {
      return mapValues(protections, ({ branches, pushers }, protection) => {
        const guarded = Object.keys(repositories).filter(
          (key) => settings.repositories[key].protection === protection,
        );
        return new BranchGuard(
          `${prefix}-guard-${protection}`,
          {
            protection,
            references: branches.map(branchReference),
            place,
            repositories: guarded.map((key) => repositories[key]),
            pushers: pushers.map((team) => groups[team]),
          },
          { parent },
        );
      });
    }

    function createPeople(parent: pulumi.Resource): Record<string, Person> {
      const members = [...new Set(Object.values(teams).flatMap((team) => team.members))];
      return Object.fromEntries(
        members.map((person) => [
          person,
          new Person(
            `${prefix}-${person}`,
            {
              place,
              userName: `${prefix}-${person}`,
              gitCredentials: people[person]?.gitCredentials ?? false,
              sshKeys: people[person]?.sshKeys ?? [],
              encryptionKey: operationsKey,
            },
            { parent },
          ),
        ]),
      );
    }

    function createTeams(parent: pulumi.Resource): void {
      for (const [key, { access, members, repositories: patterns }] of Object.entries(teams)) {
        const guarding = Object.keys(protections).filter(
          (protection) => !protections[protection].pushers.includes(key),
        );
        new Team(
          `${prefix}-${key}`,
          {
            place,
            groupName: groups[key],
            access,
            members: pick(persons, members),
            denies: {
              ...policies.copiesReadOnly,
              ...(access === "administrator" ? {} : policies.noAdministration),
              ...mergeAll(guarding.map((protection) => guards[protection].policies)),
            },
            allows: policies.basics,
            contribution: patterns && { patterns, repositories: Object.values(repositories) },
          },
          { parent },
        );
      }
    }
  }
}

/** Builds the primary stack: one explicit provider, the account it belongs to, and everything in it. */
export async function primaryStack(settings: PrimarySettings): Promise<Record<string, unknown>> {
  const prefix = prefixOf(settings.environment);
  const provider = new aws.Provider(`${prefix}-${settings.region}`, {
    region: settings.region as aws.Region,
  });
  const [{ accountId }, { partition }] = await Promise.all([
    aws.getCallerIdentity({}, { provider }),
    aws.getPartition({}, { provider }),
  ]);
  const place: Place = { partition, account: accountId, region: settings.region, prefix };
  const primary = new Primary(prefix, { settings, place }, { providers: [provider] });
  return { platform: primary.platform, cloneUrls: primary.cloneUrls };
}
