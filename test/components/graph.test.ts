import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, previewsOf } from "../support/previews";

/** Inputs that hold a document, by type. */
const documents: Readonly<Record<string, readonly string[]>> = {
  "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate": ["content"],
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:kms/key:Key": ["policy"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy"],
  "aws:sqs/queuePolicy:QueuePolicy": ["policy"],
  "aws:cloudwatch/eventRule:EventRule": ["eventPattern"],
  "aws:cloudwatch/dashboard:Dashboard": ["dashboardBody"],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["policyDocument"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:ecs/taskDefinition:TaskDefinition": ["containerDefinitions"],
};

/** How a document speaks of a resource: the end of its ARN, or its alias. */
const spokenOf: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => string>> = {
  "aws:codecommit/repository:Repository": ({ repositoryName }) => `:${String(repositoryName)}"`,
  "aws:iam/user:User": ({ name }) => `:user/${String(name)}"`,
  "aws:iam/role:Role": ({ name }) => `:role/${String(name)}"`,
  "aws:kms/alias:Alias": ({ name }) => `"${String(name)}"`,
  "aws:sns/topic:Topic": ({ name }) => `:${String(name)}"`,
  "aws:sqs/queue:Queue": ({ name }) => `:${String(name)}"`,
  "aws:cloudwatch/eventRule:EventRule": ({ name }) => `:rule/${String(name)}"`,
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ name }) => `:alarm:${String(name)}"`,
  "aws:cloudwatch/logGroup:LogGroup": ({ name }) => `:log-group:${String(name)}:`,
  "aws:lambda/function:Function": ({ name }) => `:function:${String(name)}"`,
  "aws:s3/bucket:Bucket": ({ bucket }) => `:s3:::${String(bucket)}"`,
  "aws:ecs/cluster:Cluster": ({ name }) => `:cluster/${String(name)}"`,
  "aws:ecs/taskDefinition:TaskDefinition": ({ family }) => `:task-definition/${String(family)}:`,
  "aws:ecr/repository:Repository": ({ name }) => `:repository/${String(name)}"`,
};

function textsOf({ type, inputs }: ResourceResult): string[] {
  // Of a rule, the schedule may stand where another has its pattern.
  return (documents[type] ?? [])
    .map((input) => inputs[input])
    .filter((value) => value !== undefined)
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

function strangers(result: StackResult): string[] {
  return result.resources.flatMap((resource) => {
    const texts = textsOf(resource);
    if (texts.length === 0) {
      return [];
    }
    const dependencies = dependenciesOf(result, resource.urn);
    return result.resources
      .filter((other) => {
        const name = spokenOf[other.type]?.(other.inputs);
        return name !== undefined && other !== resource && texts.some((text) => text.includes(name));
      })
      .filter((other) => !dependencies.has(other.urn))
      .map((other) => `${resource.type} ${resource.name} names ${other.name} and does not wait for it`);
  });
}

for (const environment of ["dev", "prod", "showcase"] as const) {
  describe(`The documents of the stacks of ${environment}`, function () {
    this.timeout(60_000);

    it("are known at preview, every one", async () => {
      const [primary, replica] = await previewsOf(environment);
      const texts = [primary, replica].flatMap((result) => result.resources.flatMap(textsOf));
      expect(texts).to.have.length.greaterThan(15);
      expect(texts.filter((text) => text.includes("[unknown]"))).to.deep.equal([]);
      for (const text of texts) {
        expect(() => JSON.parse(text) as unknown).to.not.throw();
      }
    });

    it("name no resource of their stack that they do not wait for", async () => {
      const [primary, replica] = await previewsOf(environment);
      expect(strangers(primary)).to.deep.equal([]);
      expect(strangers(replica)).to.deep.equal([]);
    });

    it("would be caught if they did", async () => {
      const [primary] = await previewsOf(environment);
      const unhooked = primary.resources.map((resource) =>
        resource.type === "aws:iam/policy:Policy" ? { ...resource, dependencies: [] } : resource,
      );
      expect(strangers({ ...primary, resources: unhooked }).join("\n")).to.include(
        `aws:iam/policy:Policy ccp-${environment}-guard-trunk-0 names ccp-${environment}-payments-api-repository`,
      );
    });
  });
}
