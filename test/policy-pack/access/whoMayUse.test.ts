import { expect } from "chai";
import { grantsOf, type Grant } from "../../../policy-pack/access/grants";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { hasResourcePolicy } from "../../../policy-pack/access/resourceDocuments";
import { Stack, type StackResource } from "../../../policy-pack/access/resources";
import { whoMayUse } from "../../../policy-pack/access/whoMayUse";
import { account, document, resource, role, seen, unknownString, urn } from "../fixtures";

const guide = "https://docs.aws.amazon.com/";
const topicArn = `arn:aws:sns:eu-central-1:${account}:alarms`;
const publish = { Sid: "Publish", Effect: "Allow", Action: "sns:Publish", Resource: topicArn };

const shown = ({ kind, id }: Grant) => `${kind} ${id}`;
const grants = (...statements: object[]) =>
  grantsOf(
    {
      name: "alarms",
      path: "topic alarms",
      policy: parsePolicy({ Version: "2012-10-17", Statement: statements }),
    },
    ["sns:Publish", "sns:Subscribe"],
    topicArn,
  );

describe("grants of a resource's policy", () => {
  /** What a principal means, and the page that says so. */
  const principals: readonly (readonly [object, readonly string[], string])[] = [
    [{ Principal: "*" }, ["everybody *"], "IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    [
      { Principal: { AWS: "*" } },
      ["everybody *"],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    ],
    [
      { Principal: { AWS: ["*", account] } },
      ["everybody *"],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    ],
    [
      { Principal: { AWS: account } },
      [`account ${account}`],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts",
    ],
    [
      { Principal: { AWS: `arn:aws-cn:iam::${account}:root` } },
      [`account ${account}`],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts",
    ],
    [
      { Principal: { AWS: `arn:aws:iam::${account}:role/teams/build` } },
      [`identity arn:aws:iam::${account}:role/teams/build`],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles",
    ],
    [
      { Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } },
      ["identity AIDACKCEVSQ6C2EXAMPLE"],
      "IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
    ],
    [
      { Principal: { Service: ["events.amazonaws.com", "sns.amazonaws.com"] } },
      ["service events.amazonaws.com", "service sns.amazonaws.com"],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services",
    ],
    [
      { Principal: { Federated: "token.actions.githubusercontent.com" } },
      ["federated token.actions.githubusercontent.com"],
      "IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity",
    ],
    [
      { Principal: { CanonicalUser: "79a59df900b949e5" } },
      ["canonicalUser 79a59df900b949e5"],
      "AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html",
    ],
    [
      { NotPrincipal: { AWS: account } },
      ["everybody *"],
      "IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
    ],
    [{}, [], "IAM/latest/UserGuide/reference_policies_elements_principal.html"],
  ];
  for (const [principal, expected, page] of principals) {
    it(`are to ${expected.join(" and ") || "nobody"} by ${JSON.stringify(principal)} (${guide}${page})`, () => {
      expect(grants({ ...publish, ...principal }).map(shown)).to.deep.equal(expected);
    });
  }

  const everybody = { Principal: "*" };
  const deny = { Effect: "Deny", Action: "sns:*", Resource: "*", ...everybody };

  it("name the statement, its policy and what that is attached to, and the actions asked for", () => {
    const [grant] = grants({ ...publish, Action: "sns:*", ...everybody });
    expect(grant).to.deep.include({
      actions: ["sns:Publish", "sns:Subscribe"],
      statement: "Publish",
      policy: "alarms",
      path: "topic alarms",
    });
    expect(grants({ ...publish, ...everybody })[0].actions).to.deep.equal(["sns:Publish"]);
  });

  it("are none for other actions and resources", () => {
    expect(grants({ ...publish, ...everybody, Action: "sns:GetTopicAttributes" })).to.deep.equal([]);
    expect(grants({ ...publish, ...everybody, Resource: `${topicArn}-other` })).to.deep.equal([]);
  });

  it("fall to a deny that holds for every request, and to no other", () => {
    expect(grants({ ...publish, ...everybody }, deny)).to.deep.equal([]);
    const plain = { Condition: { Bool: { "aws:SecureTransport": "false" } } };
    expect(grants({ ...publish, ...everybody }, { ...deny, ...plain })).to.have.lengthOf(1);
    const service = { Principal: { Service: "events.amazonaws.com" } };
    expect(grants({ ...publish, ...service }, { ...deny, Principal: { AWS: "*" } })).to.have.lengthOf(1);
    expect(grants({ ...publish, ...everybody }, { ...deny, Principal: { AWS: "*" } })).to.have.lengthOf(1);
  });

  /** A condition, and the sources that it leaves: accounts, ARNs, organisations. */
  const sources: readonly (readonly [object, readonly [string[], string[], string[]]])[] = [
    [{ StringEquals: { "aws:SourceAccount": account } }, [[account], [], []]],
    [{ StringEquals: { "AWS:SourceOwner": account } }, [[account], [], []]],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/x" } }, [[], ["arn:aws:events:*:*:rule/x"], []]],
    [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-abc/*" } }, [[], [], ["o-abc/*"]]],
    [{ StringEquals: { "kms:CallerAccount": account } }, [[account], [], []]],
    [{ StringEqualsIfExists: { "aws:SourceAccount": account } }, [[], [], []]],
    [{ StringNotEquals: { "aws:SourceAccount": account } }, [[], [], []]],
    [{ "ForAllValues:StringEquals": { "aws:SourceAccount": account } }, [[], [], []]],
    [{ StringLike: { "aws:SourceAccount": "*" } }, [[], [], []]],
    [{ StringEquals: { "aws:PrincipalTag/team": "a" } }, [[], [], []]],
  ];
  for (const [Condition, [accounts, arns, organizations]] of sources) {
    it(`tell what ${JSON.stringify(Condition)} demands of a request's source`, () => {
      const [grant] = grants({ ...publish, ...everybody, Condition });
      expect(grant.sources).to.deep.equal({ accounts, arns, organizations });
      expect(grant.conditions).to.have.lengthOf(1);
    });
  }

  it("are taken to mean a resource whose ARN is not known, which only denies of everything protect", () => {
    const of = (...statements: object[]) =>
      grantsOf(
        { name: "p", path: "t", policy: parsePolicy({ Version: "2012-10-17", Statement: statements }) },
        ["sns:Publish"],
        undefined,
      ).map(shown);
    expect(of({ ...publish, ...everybody })).to.deep.equal(["everybody *"]);
    expect(of({ ...publish, ...everybody }, { ...deny, Resource: topicArn })).to.deep.equal(["everybody *"]);
    expect(of({ ...publish, ...everybody }, deny)).to.deep.equal([]);
  });
});

describe("whoMayUse", () => {
  const toService = (Service: string) =>
    document({ ...publish, Resource: "*", Action: "*", Principal: { Service } });
  const own = toService("own.amazonaws.com");
  const beside = toService("beside.amazonaws.com");

  const use = (stack: readonly StackResource[], name: string, action = "sns:Publish") => {
    const resources = seen(stack);
    const found = resources.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`There is no ${name}.`);
    const { grants: found2, gaps } = whoMayUse(new Stack(resources), found, [action]);
    return { grants: found2.map(shown), gaps };
  };

  /** A resource, and the resource that is its policy. */
  const pairs: readonly (readonly [string, string, string])[] = [
    ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy", "arn"],
    ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy", "queueUrl"],
    ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy", "keyId"],
    ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy", "bucket"],
    ["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn"],
    ["aws:ecr/repository:Repository", "aws:ecr/repositoryPolicy:RepositoryPolicy", "repository"],
    ["aws:cloudwatch/eventBus:EventBus", "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "eventBusName"],
  ];
  for (const [type, policyType, link] of pairs) {
    it(`reads the policy beside a ${type}, before an update and after`, () => {
      const pending = resource(
        policyType,
        "p",
        { [link]: unknownString, policy: beside },
        { [link]: [urn(type, "r")] },
      );
      expect(use([resource(type, "r", {}), pending], "r").grants).to.deep.equal([
        "service beside.amazonaws.com",
      ]);
      const made = resource(policyType, "p", { [link]: "the-id", policy: beside });
      expect(use([resource(type, "r", { id: "the-id" }), made], "r").grants).to.have.lengthOf(1);
      expect(use([resource(type, "r", { id: "another" }), made], "r").grants).to.deep.equal([]);
    });
  }

  for (const type of [
    "aws:sns/topic:Topic",
    "aws:sqs/queue:Queue",
    "aws:kms/key:Key",
    "aws:s3/bucketV2:BucketV2",
  ]) {
    it(`reads the policy within a ${type}`, () => {
      expect(use([resource(type, "r", { policy: own })], "r").grants).to.deep.equal([
        "service own.amazonaws.com",
      ]);
    });
  }

  it("reads the trust of a role, which names no resource", () => {
    const trust = {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
    };
    const found = use([role("task", { assumeRolePolicy: document(trust) })], "task", "sts:AssumeRole");
    expect(found.grants).to.deep.equal(["service ecs-tasks.amazonaws.com"]);
  });

  describe("of a function", () => {
    const permission = (props: Record<string, unknown>) =>
      resource("aws:lambda/permission:Permission", "p", {
        action: "lambda:InvokeFunction",
        function: "f",
        principal: "events.amazonaws.com",
        ...props,
      });
    const lambda = resource("aws:lambda/function:Function", "f", { name: "f" });
    const of = (props: Record<string, unknown>) => {
      const [, found] = seen([permission(props), lambda]);
      return whoMayUse(new Stack(seen([permission(props), lambda])), found, ["lambda:InvokeFunction"]);
    };

    it("reads permissions, with source ARN and account", () => {
      const sourceArn = `arn:aws:events:eu-central-1:${account}:rule/r`;
      const [grant] = of({ sourceArn, sourceAccount: account, statementId: "Events" }).grants;
      expect(grant).to.deep.include({ kind: "service", id: "events.amazonaws.com", statement: "Events" });
      expect(grant.sources).to.deep.equal({ accounts: [account], arns: [sourceArn], organizations: [] });
    });

    it("reads accounts, identities and everybody", () => {
      expect(of({ principal: "*" }).grants.map(shown)).to.deep.equal(["everybody *"]);
      expect(of({ principal: account }).grants.map(shown)).to.deep.equal([`account ${account}`]);
      const arn = `arn:aws:iam::${account}:role/r`;
      expect(of({ principal: arn }).grants.map(shown)).to.deep.equal([`identity ${arn}`]);
    });

    it("cannot tell whom one lets in that is not known yet", () => {
      expect(of({ principal: unknownString }).gaps).to.deep.equal([
        "permission p is not known before the update",
      ]);
    });
  });

  it("cannot tell whom a policy lets in that is unknown, or that cannot be read", () => {
    const topic = resource("aws:sns/topic:Topic", "r", { arn: topicArn });
    const beside = (policy: string) =>
      resource("aws:sns/topicPolicy:TopicPolicy", "p", { arn: topicArn, policy });
    expect(use([topic, beside(unknownString)], "r")).to.deep.equal({
      grants: [],
      gaps: ["policy p is not known before the update"],
    });
    expect(use([topic, beside('{"Statement":{"Efect":"Allow"}}')], "r").gaps[0]).to.include(
      'Unknown element "Efect"',
    );
  });

  it("takes a policy of which it is open whose it is for everybody's", () => {
    const pending = resource("aws:sns/topicPolicy:TopicPolicy", "p", { arn: unknownString, policy: beside });
    expect(
      use([resource("aws:sns/topic:Topic", "r", { arn: topicArn }), pending], "r").grants,
    ).to.have.lengthOf(1);
  });

  it("refuses types of which it does not know where their policy would be", () => {
    expect(hasResourcePolicy("aws:sns/topic:Topic")).to.equal(true);
    expect(hasResourcePolicy("aws:glue/job:Job")).to.equal(false);
    expect(() => use([resource("aws:glue/job:Job", "j", {})], "j")).to.throw(RangeError, "aws:glue/job:Job");
  });
});
