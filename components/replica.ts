import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "./account";
import { accountKeyPolicy } from "./documents/keys";
import { type Place, prefixOf, repositoriesAlias, repositoryArn } from "./documents/place";
import { EncryptionKey } from "./encryptionKey";
import { Replication } from "./replication";
import { type CloneUrls, Repository } from "./repository";
import { announceRetirements } from "./retirements";
import { Safeguard } from "./safeguard";
import { type CopyRecord, readCopyRecord } from "./settings/copyRecord";
import { ownOutput } from "./settings/ownStack";
import { readPlatform } from "./settings/primaryReference";
import type { Platform } from "./settings/platform";
import type { ReplicaSettings } from "./settings/schema";
import { isKept, mayNotBeDestroyed } from "./settings/sections/repositories";

export interface ReplicaArgs {
  readonly settings: ReplicaSettings;
  readonly platform: Platform;
  /** The settings keys of copies that are still protected. */
  readonly protectedCopies: readonly string[];
  /** Where people push; the pipeline towards the copies lives there. */
  readonly source: Place;
  /** Where the copies live. */
  readonly target: Place;
  /** The provider of the source's region. The component's own is the target's. */
  readonly sourceProvider: aws.Provider;
}

/** A copy of every repository in another region, and the pipeline that keeps it. */
export class Replica extends pulumi.ComponentResource {
  /** By repository name. */
  readonly cloneUrls: Readonly<Record<string, pulumi.Output<CloneUrls>>>;
  /** Where a browser shows how the replication does. */
  readonly dashboardUrl: string;
  /** By settings key. */
  readonly copies: CopyRecord["copies"];

  constructor(name: string, args: ReplicaArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Replica", name, {}, opts);
    const { settings, platform, protectedCopies, source, target, sourceProvider } = args;
    const writerName = `${name}-replicator`;

    const encryptionKey = new EncryptionKey(
      `${name}-repositories`,
      {
        description: `Copies of CodeCommit repositories of ${source.prefix}`,
        alias: repositoriesAlias(source.prefix),
        policy: accountKeyPolicy(target),
        ...platform.keys,
      },
      { parent: this },
    );
    // A copy's default branch is the task's to set: it must exist first. Its key is the one of its region, however the
    // original is encrypted.
    const originals = Object.entries(platform.repositories);
    // What was not unprotected by an update of its own cannot be deleted in this one.
    const copied = originals.filter(([key, original]) => isKept(original) || protectedCopies.includes(key));
    const copies = copied.map(
      ([key, { name: repositoryName, description, tags, protect, retire }]) =>
        new Repository(
          `${name}-${key}`,
          {
            ...{ repositoryName, description, tags, protect, encryptionKey },
            retired: retire?.reason,
            region: target.region,
          },
          { parent: this },
        ),
    );
    this.copies = Object.fromEntries(copied.map(([key, { name, protect }]) => [key, { name, protect }]));
    const replication = new Replication(
      name,
      {
        place: source,
        targetRegion: target.region,
        copies,
        writerName,
        keys: platform.keys,
        network: settings.network,
        reservedConcurrency: {
          dispatcher: settings.dispatcher?.reservedConcurrency,
          fastPath: settings.fastPath?.reservedConcurrency,
        },
        alarms: settings.alarms,
        replication: settings.replication,
      },
      { parent: this, providers: [sourceProvider] },
    );
    this.dashboardUrl = replication.dashboardUrl;

    this.cloneUrls = Object.fromEntries(copies.map((copy) => [copy.repositoryName, copy.cloneUrls]));
    this.registerOutputs({
      region: target.region,
      sourceRegion: source.region,
      sources: Object.values(platform.repositories)
        .filter(isKept)
        .map((original) => repositoryArn(source, source.region, original.name)),
      copies: copies.map(({ repositoryName }) => repositoryArn(target, target.region, repositoryName)),
      writer: writerName,
      handsOverTo: replication.handsOverTo,
    });
  }
}

/** Builds a replica stack: what the primary says, one explicit provider for each of the two regions, and the copies. */
export async function replicaStack(settings: ReplicaSettings): Promise<Record<string, unknown>> {
  const [platform, exported] = await Promise.all([readPlatform(settings), ownOutput("replica")]);
  const before = readCopyRecord(settings, platform, exported);
  const { partition, account, environment } = platform;
  const prefix = prefixOf(environment);
  const place = (region: string): Place => ({ partition, account, region, prefix });
  // The account is the primary's: deploying a replica elsewhere by mistake is refused by the provider.
  const provider = (region: string) =>
    new aws.Provider(`${prefix}-${region}`, {
      region: region as aws.Region,
      allowedAccountIds: [account],
      defaultTags: { tags: { ...platform.tags, ...settings.tags } },
    });
  const [sourceProvider, targetProvider] = [provider(platform.region), provider(settings.region)];
  const otherwise = `but the primary "${settings.primary}" is in account ${account}`;
  await Promise.all([
    accountOf(sourceProvider, { region: platform.region, otherwise }),
    accountOf(targetProvider, { region: settings.region, otherwise }),
  ]);

  announceRetirements(platform.repositories);
  const replica = new Replica(
    `${prefix}-${settings.region}`,
    {
      settings,
      platform,
      protectedCopies: Object.keys(before).filter((key) => before[key].protect),
      source: place(platform.region),
      target: place(settings.region),
      sourceProvider,
    },
    { providers: [targetProvider] },
  );
  new Safeguard(`${prefix}-${settings.region}`, {
    dependsOn: [replica],
    protect: mayNotBeDestroyed(platform),
  });
  const record: CopyRecord = { region: settings.region, copies: replica.copies };
  return { cloneUrls: replica.cloneUrls, dashboardUrl: replica.dashboardUrl, replica: record };
}
