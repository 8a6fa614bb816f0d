import type { ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { Images } from "../ecr/images";
import type { ApiCaller, Operation } from "../http/jsonApi";
import type { Authoriser } from "../iam/authoriser";
import { isObject, nested, optionalText, physicalName, text } from "../properties";
import type { Properties } from "../../engine/provider";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { parseContainer, parsePairs } from "./container";
import { demand } from "./demand";
import { describeTask, TaskLookups } from "./taskLookups";
import type { Tasks } from "./tasks";

/** ECS: clusters and task definitions as records, RunTask, and what looks up its tasks. */
export class Ecs {
  private readonly clusters: Table<StoredResource>;
  private readonly definitions: Table<StoredResource>;
  /** The next revision of each family, which is never used twice. */
  private readonly revisions: Table<number>;
  /** By region, cluster and client token: what it started. */
  private readonly tokens = new Map<string, { readonly request: string; readonly response: object }>();

  readonly operations: Readonly<Record<string, Operation>>;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
    private readonly images: Images,
    private readonly tasks: Tasks,
  ) {
    this.clusters = account.store.table("ecsClusters");
    this.definitions = account.store.table("ecsTaskDefinitions");
    this.revisions = account.store.table("ecsRevisions");
    const clusterArn = (input: Properties, region: string) => this.cluster(input, region).id;
    this.operations = {
      RunTask: (input, caller) => Promise.resolve(this.runTask(input, caller)),
      ...new TaskLookups(authoriser, tasks, clusterArn).operations,
    };
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:ecs/cluster:Cluster": recordHandler(this.clusters, {
        replaceOn: ["name"],
        exists: "ClusterAlreadyExistsException",
        describe: (inputs, context) => {
          const name = physicalName(inputs, context);
          const clusterArn = arn(this.account, "ecs", context.region, `cluster/${name}`);
          return { id: clusterArn, outputs: { name, arn: clusterArn } };
        },
      }),
      "aws:ecs/taskDefinition:TaskDefinition": recordHandler(this.definitions, {
        exists: "ClientException",
        describe: (inputs, { region }) => {
          const family = text(inputs, "family");
          this.images.pull(parseContainer(text(inputs, "containerDefinitions")).image);
          const key = `${region} ${family}`;
          const revision = this.revisions.get(key) ?? 1;
          this.revisions.set(key, revision + 1);
          const arnWithoutRevision = arn(this.account, "ecs", region, `task-definition/${family}`);
          const definitionArn = `${arnWithoutRevision}:${revision}`;
          return { id: definitionArn, outputs: { arn: definitionArn, arnWithoutRevision, revision } };
        },
      }),
    };
  }

  private runTask(input: Properties, caller: ApiCaller): object {
    const { region, identity } = caller;
    const cluster = this.cluster(input, region);
    const definition = this.definition(text(input, "taskDefinition"), region);
    this.mayRun(caller, cluster, definition);

    const token = optionalText(input, "clientToken");
    const key = `${region} ${cluster.id} ${token}`;
    const request = JSON.stringify(input);
    const known = token === undefined ? undefined : this.tokens.get(key);
    if (known !== undefined) {
      if (known.request === request) return known.response;
      throw new AwsError("ConflictException", `the client token ${token} was used for another request`);
    }

    const container = parseContainer(text(definition.inputs, "containerDefinitions"));
    const overrides = containerOverrides(input, container.name);
    const task = this.tasks.start({
      region,
      clusterArn: cluster.id,
      definitionArn: definition.id,
      family: text(definition.inputs, "family"),
      launchType: optionalText(input, "launchType") ?? "FARGATE",
      startedBy: optionalText(input, "startedBy") ?? identity.name,
      taskRoleArn: optionalText(definition.inputs, "taskRoleArn"),
      container: { name: container.name, image: container.image },
      image: this.images.pull(container.image),
      environment: container.environment,
      requestedOverrides: nested(input, "overrides"),
      overrides,
    });
    const response = { failures: [], tasks: [describeTask(task)] };
    if (token !== undefined) this.tokens.set(key, { request, response });
    return response;
  }

  /** @throws {AwsError} AccessDeniedException, for the task or for a role it would hand over. */
  private mayRun(caller: ApiCaller, cluster: StoredResource, definition: StoredResource): void {
    const roles = ["taskRoleArn", "executionRoleArn"].flatMap(
      (name) => optionalText(definition.inputs, name) ?? [],
    );
    const questions = [
      { action: "ecs:RunTask", resource: definition.id, context: { "ecs:cluster": cluster.id } },
      ...roles.map((resource) => ({
        action: "iam:PassRole",
        resource,
        context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
      })),
    ];
    for (const question of questions) demand(this.authoriser, caller, question);
  }

  /** The request's cluster, by name or ARN. */
  private cluster(input: Properties, region: string): StoredResource {
    const nameOrArn = optionalText(input, "cluster") ?? "default";
    const cluster = this.clusters
      .values()
      .find((one) => one.region === region && [one.id, one.outputs.name].includes(nameOrArn));
    if (cluster === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return cluster;
  }

  /** By ARN, or by family (its newest revision), with or without a revision. */
  private definition(wanted: string, region: string): StoredResource {
    const name = wanted.slice(wanted.lastIndexOf("/") + 1);
    const definition = this.definitions
      .values()
      .filter((one) => one.region === region)
      .filter(({ id, inputs }) => id.endsWith(`/${name}`) || inputs.family === name)
      .at(-1);
    if (definition === undefined) throw new AwsError("ClientException", "TaskDefinition not found.");
    return definition;
  }
}

function containerOverrides(input: Properties, name: string): Record<string, string> {
  const list = nested(input, "overrides").containerOverrides;
  const overrides = Array.isArray(list) ? list.filter(isObject) : [];
  const unknown = overrides.find((override) => override.name !== name);
  if (unknown !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      `Override for container named ${String(unknown.name)} is not a container in the TaskDefinition.`,
    );
  }
  return Object.assign({}, ...overrides.map(({ environment }) => parsePairs(environment))) as Record<
    string,
    string
  >;
}
