import { expect } from "chai";
import { refMovingActions } from "../../../../policy-pack/access/refMovingActions";
import { forbidOtherPushes } from "../../../../policy-pack/policies/replica/forbidOtherPushes";
import { requireAllCopies } from "../../../../policy-pack/policies/replica/requireAllCopies";
import { requireMinimalWriter } from "../../../../policy-pack/policies/replica/requireMinimalWriter";
import { requireOtherRegion } from "../../../../policy-pack/policies/replica/requireOtherRegion";
import { requireOwnKey } from "../../../../policy-pack/policies/replica/requireOwnKey";
import { restrictWriterTrust } from "../../../../policy-pack/policies/replica/restrictWriterTrust";
import {
  account,
  change,
  copies,
  document,
  primaryStack,
  replicaStack,
  repositories,
  repositoryArn,
  resource,
  takenByTask,
  unknownString,
  updated,
  urn,
  without,
} from "../../fixtures";
import { saidOf } from "../judging";

const writer = "ccp-dev-eu-west-1-replicator";
const replica = (outputs: Record<string, unknown>) => change(replicaStack(), "replica", outputs);

for (const policy of [
  requireMinimalWriter,
  restrictWriterTrust,
  forbidOtherPushes,
  requireOtherRegion,
  requireOwnKey,
  requireAllCopies,
]) {
  describe(policy.name, () => {
    it("accepts a replica that complies, at preview and after an update", async () => {
      expect(await saidOf(policy, replicaStack())).to.deep.equal([]);
      expect(await saidOf(policy, updated(replicaStack()))).to.deep.equal([]);
    });

    it("is not asked about stacks without a replica", async () => {
      expect(policy.validateStack).to.have.property("__pulumiType", "codecommit-platform:index:Replica");
      expect(await saidOf(policy, primaryStack())).to.deep.equal([]);
    });
  });
}

for (const policy of [
  requireMinimalWriter,
  restrictWriterTrust,
  requireOtherRegion,
  requireOwnKey,
  requireAllCopies,
]) {
  it(`${policy.name} says so of a replica that it cannot read`, async () => {
    const [[name, message]] = await saidOf(policy, replica({ sources: unknownString }));
    expect(name).to.equal("replica");
    expect(message).to.match(/^What replica protects cannot be told from its outputs \(sources:/);
  });
}

describe("codecommit-replica-require-other-region", () => {
  it("catches a replica in the primary's region", async () => {
    const found = await saidOf(requireOtherRegion, replica({ region: "eu-central-1", copies: repositories }));
    expect(found).to.deep.equal([
      [
        "replica",
        "The replica and its primary are both in eu-central-1. Put the replica into another region.",
      ],
    ]);
  });

  for (const [what, outputs, arn] of [
    [
      "a copy",
      { copies: [copies[0], repositoryArn("us-east-1", "web-shop")] },
      repositoryArn("us-east-1", "web-shop"),
    ],
    ["a source", { sources: [repositories[0], copies[1]] }, copies[1]],
  ] as const) {
    it(`catches ${what} outside the declared region`, async () => {
      expect(await saidOf(requireOtherRegion, replica(outputs))).to.deep.equal([
        [
          "replica",
          `${arn} lies outside the declared regions, eu-central-1 and eu-west-1. Mend the declaration.`,
        ],
      ]);
    });
  }
});

describe("codecommit-replica-require-all-copies", () => {
  it("catches a repository that is not copied", async () => {
    const found = await saidOf(requireAllCopies, replica({ copies: [copies[0]] }));
    expect(found).to.deep.equal([["replica", `${repositories[1]} has no copy. Update the replica's stack.`]]);
  });

  it("catches a copy that is declared and not made", async () => {
    const found = await saidOf(requireAllCopies, without(replicaStack(), "web-shop-copy"));
    expect(found).to.deep.equal([
      [
        "replica",
        `The declared copy ${copies[1]} is no repository of this stack. Make it, or mend the declaration.`,
      ],
    ]);
  });
});

describe("codecommit-replica-require-own-key", () => {
  const foreign = `arn:aws:kms:eu-central-1:${account}:key/primary`;
  const says = (key: string) =>
    `Copy web-shop-copy is encrypted with ${key} that is no key of this stack in eu-west-1. ` +
    "Give it one that its replica makes.";
  const key = (props: Record<string, unknown>, on?: Record<string, string[]>) =>
    saidOf(requireOwnKey, change(replicaStack(), "web-shop-copy", props, on));

  it("catches a key of elsewhere", async () => {
    expect(await key({ kmsKeyId: foreign })).to.deep.equal([["web-shop-copy", says(foreign)]]);
  });

  it("catches a copy without one", async () => {
    expect(await key({ kmsKeyId: undefined })).to.deep.equal([["web-shop-copy", says("a key")]]);
  });

  it("catches a key that is made from no key of the stack, and so cannot be told", async () => {
    expect(await key({}, { kmsKeyId: [] })).to.deep.equal([["web-shop-copy", says("a key")]]);
  });

  it("catches the primary's own key material, in this region too", async () => {
    const stack = [
      ...replicaStack(),
      resource("aws:kms/replicaKey:ReplicaKey", "same", { arn: unknownString }),
    ];
    const on = { kmsKeyId: [urn("aws:kms/replicaKey:ReplicaKey", "same")] };
    expect(await saidOf(requireOwnKey, change(stack, "web-shop-copy", {}, on))).to.deep.equal([
      ["web-shop-copy", says("a key")],
    ]);
    const multi = change(replicaStack(), "copies-key", { multiRegion: true });
    const names = (await saidOf(requireOwnKey, multi)).map(([name]) => name);
    expect(names).to.deep.equal(["payments-api-copy", "web-shop-copy"]);
  });

  it("catches a key of the stack that is in another region", async () => {
    const stack = change(updated(replicaStack()), "copies-key", { arn: foreign });
    const elsewhere = change(stack, "web-shop-copy", { kmsKeyId: foreign });
    const found = await saidOf(requireOwnKey, change(elsewhere, "payments-api-copy", { kmsKeyId: foreign }));
    expect(found).to.have.lengthOf(2);
    expect(found[1]).to.deep.equal(["web-shop-copy", says(foreign)]);
  });
});

describe("codecommit-replica-forbid-other-pushes", () => {
  const dispatcher = "ccp-dev-eu-west-1-dispatcher";
  const inline = (...statements: object[]) => [
    ...replicaStack(),
    resource("aws:iam/rolePolicy:RolePolicy", "odd", {
      role: dispatcher,
      name: "odd",
      policy: document(...statements),
    }),
  ];
  const says =
    `Role ${dispatcher} is allowed codecommit:GitPush by statement Odd of policy odd. ` +
    "Only the writer of a replica pushes: take it away.";
  const odd = { Sid: "Odd", Effect: "Allow", Action: "codecommit:GitPush", Resource: "*" };

  for (const [what, statement] of Object.entries({
    "a dispatcher that may push": odd,
    "one that may push to a source only": { ...odd, Resource: repositories[0] },
    "one that may push by a pattern": { ...odd, Action: ["ecs:RunTask", "codecommit:Git*"] },
  })) {
    it(`catches ${what}`, async () => {
      expect(await saidOf(forbidOtherPushes, inline(statement))).to.deep.equal([[dispatcher, says]]);
    });
  }

  for (const action of [...refMovingActions, "codecommit:*Branch*", "codecommit:Merge*"]) {
    it(`catches a dispatcher that may ${action}`, async () => {
      const [[name, message], ...others] = await saidOf(
        forbidOtherPushes,
        inline({ ...odd, Action: action }),
      );
      expect(name).to.equal(dispatcher);
      expect(message).to.match(/is allowed codecommit:\w+.* by statement Odd of policy odd/);
      expect(others).to.deep.equal([]);
    });
  }

  it("catches a dispatcher that may do everything but iam", async () => {
    const [[name]] = await saidOf(
      forbidOtherPushes,
      inline({ ...odd, Action: undefined, NotAction: "iam:*" }),
    );
    expect(name).to.equal(dispatcher);
  });

  for (const action of refMovingActions) {
    const statement = { ...odd, Action: action, Resource: repositories };

    it(`catches a writer that may ${action} on what it copies`, async () => {
      const stack = [
        ...replicaStack(),
        resource("aws:iam/rolePolicy:RolePolicy", "odd", {
          role: writer,
          name: "odd",
          policy: document(statement),
        }),
      ];
      const [[name, message], ...others] = await saidOf(forbidOtherPushes, stack);
      expect(name).to.equal(writer);
      expect(message).to.include(`of ${repositories[0]} and ${repositories[1]} with ${action}: allowed by`);
      expect(message).to.include("A replica only reads what it copies");
      expect(others).to.deep.equal([]);
    });

    it(`catches a group that may ${action} on what is copied`, async () => {
      const stack = [
        ...replicaStack(),
        resource("aws:iam/group:Group", "odd", { name: "odd" }),
        resource("aws:iam/groupPolicy:GroupPolicy", "own", {
          group: "odd",
          name: "own",
          policy: document(statement),
        }),
      ];
      expect((await saidOf(forbidOtherPushes, stack)).map(([name]) => name)).to.deep.equal(["odd"]);
    });
  }

  it("accepts a role that may pull", async () => {
    expect(await saidOf(forbidOtherPushes, inline({ ...odd, Action: "codecommit:GitPull" }))).to.deep.equal(
      [],
    );
  });
});

describe("codecommit-replica-require-minimal-writer", () => {
  const keys = {
    Sid: "Keys",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: `arn:aws:kms:*:${account}:key/*`,
    Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-repositories" } },
  };
  const read = { Sid: "Read", Effect: "Allow", Action: "codecommit:GitPull", Resource: repositories };
  const write = {
    Sid: "Write",
    Effect: "Allow",
    Action: [
      "codecommit:GetRepository",
      "codecommit:GitPull",
      "codecommit:GitPush",
      "codecommit:UpdateDefaultBranch",
    ],
    Resource: copies,
  };
  const said = (statements: object[], config = {}) =>
    saidOf(
      requireMinimalWriter,
      change(replicaStack(), "replicator-git", { policy: document(...statements) }),
      config,
    );
  const says = (excess: string, statement: string) => [
    writer,
    `The writer ${writer} is allowed ${excess} by statement ${statement} of policy git: more than replication needs. ` +
      "Take it away.",
  ];

  it("accepts what replication needs", async () => {
    expect(await said([read, write, keys])).to.deep.equal([]);
    const exact = { ...keys, Resource: `arn:aws:kms:eu-west-1:${account}:key/1234`, Condition: {} };
    expect(await said([read, write, exact])).to.deep.equal([]);
  });

  const excessive: Record<string, readonly [object[], string, string]> = {
    "another action": [
      [read, { ...write, Action: [...write.Action, "codecommit:DeleteBranch"] }],
      `codecommit:DeleteBranch on ${copies.join(" and codecommit:DeleteBranch on ")}`,
      "Write",
    ],
    "a pattern of actions": [
      [{ ...read, Action: "codecommit:Git*", Resource: repositories[0] }, write],
      `codecommit:Git* on ${repositories[0]}`,
      "Read",
    ],
    "a push to a source": [
      [{ ...read, Action: "codecommit:GitPush", Resource: repositories[0] }, write],
      `codecommit:GitPush on ${repositories[0]}`,
      "Read",
    ],
    "a pull of everything": [[{ ...read, Resource: "*" }, write], "codecommit:GitPull on *", "Read"],
    "a copy by a pattern": [
      [
        read,
        { ...write, Action: "codecommit:GitPush", Resource: [...copies, repositoryArn("eu-west-1", "*")] },
      ],
      `codecommit:GitPush on ${repositoryArn("eu-west-1", "*")}`,
      "Write",
    ],
    "another service": [
      [read, write, { ...keys, Sid: "Pass", Action: "iam:PassRole", Resource: "*" }],
      "iam:PassRole on *",
      "Pass",
    ],
    "keys of any alias": [
      [read, write, { ...keys, Action: "kms:Decrypt", Condition: {} }],
      `kms:Decrypt on ${keys.Resource}`,
      "Keys",
    ],
    "another use of keys": [
      [read, write, { ...keys, Action: "kms:ScheduleKeyDeletion" }],
      `kms:ScheduleKeyDeletion on ${keys.Resource}`,
      "Keys",
    ],
    "keys by a pattern of aliases": [
      [
        read,
        write,
        {
          ...keys,
          Action: "kms:Decrypt",
          Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/*" } },
        },
      ],
      `kms:Decrypt on ${keys.Resource}`,
      "Keys",
    ],
    "keys of all aliases but one": [
      [
        read,
        write,
        {
          ...keys,
          Action: "kms:Decrypt",
          Condition: { StringNotEquals: { "kms:ResourceAliases": "alias/other" } },
        },
      ],
      `kms:Decrypt on ${keys.Resource}`,
      "Keys",
    ],
    "keys where there may be no alias": [
      [
        read,
        write,
        {
          ...keys,
          Action: "kms:Decrypt",
          Condition: { "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-repositories" } },
        },
      ],
      `kms:Decrypt on ${keys.Resource}`,
      "Keys",
    ],
    "keys of any account": [
      [read, write, { ...keys, Action: "kms:Decrypt", Resource: "*" }],
      "kms:Decrypt on *",
      "Keys",
    ],
    "a key of another account": [
      [read, write, { ...keys, Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:999999999999:key/1" }],
      "kms:Decrypt on arn:aws:kms:eu-west-1:999999999999:key/1",
      "Keys",
    ],
    "a key of another region": [
      [
        read,
        write,
        { ...keys, Action: "kms:Decrypt", Resource: `arn:aws:kms:us-east-1:${account}:key/1`, Condition: {} },
      ],
      `kms:Decrypt on arn:aws:kms:us-east-1:${account}:key/1`,
      "Keys",
    ],
    "all actions but some": [
      [read, { ...write, Action: undefined, NotAction: "iam:*" }],
      "all actions but some",
      "Write",
    ],
    "all repositories but some": [
      [{ ...read, Resource: undefined, NotResource: copies[0] }, write],
      "codecommit:GitPull on all resources but some",
      "Read",
    ],
  };
  for (const [what, [statements, excess, statement]] of Object.entries(excessive)) {
    it(`catches ${what}`, async () => {
      expect(await said(statements)).to.deep.equal([says(excess, statement)]);
    });
  }

  describe("of a writer that is a function too", () => {
    const dispatcher = `arn:aws:lambda:eu-central-1:${account}:function:ccp-dev-eu-west-1-dispatcher`;
    const logGroup = (name: string) => `arn:aws:logs:eu-central-1:${account}:log-group:${name}:*`;
    const handOver = { Sid: "More", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: dispatcher };
    const logs = {
      ...handOver,
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: logGroup("f"),
    };
    const tracing = { ...handOver, Action: "xray:PutTraceSegments", Resource: "*" };
    const saidOfFunction = (...more: object[]) =>
      saidOf(requireMinimalWriter, [
        ...change(replica({ handsOverTo: dispatcher }), "replicator-git", {
          policy: document(read, write, keys, ...more),
        }),
        resource("aws:cloudwatch/logGroup:LogGroup", "f", { name: "f" }),
      ]);

    it("accepts that it hands over, logs and traces", async () => {
      expect(await saidOfFunction(handOver, logs, tracing)).to.deep.equal([]);
    });

    const other = `${dispatcher}-of-others`;
    for (const [what, statement, excess] of [
      ["another function", { ...handOver, Resource: other }, `lambda:InvokeFunction on ${other}`],
      ["any function", { ...handOver, Resource: "*" }, "lambda:InvokeFunction on *"],
      [
        "another use of the function",
        { ...handOver, Action: "lambda:UpdateFunctionCode" },
        `lambda:UpdateFunctionCode on ${dispatcher}`,
      ],
      [
        "a log of others",
        { ...logs, Action: "logs:PutLogEvents", Resource: logGroup("trail") },
        `logs:PutLogEvents on ${logGroup("trail")}`,
      ],
      [
        "logs by a pattern",
        { ...logs, Action: "logs:PutLogEvents", Resource: logGroup("*") },
        `logs:PutLogEvents on ${logGroup("*")}`,
      ],
    ] as const) {
      it(`catches ${what}`, async () => {
        expect(await saidOfFunction(statement)).to.deep.equal([says(excess, "More")]);
      });
    }

    it("catches all of that where nothing is handed over", async () => {
      for (const statement of [handOver, logs, tracing]) {
        expect(await said([read, write, keys, statement])).to.have.lengthOf(1);
      }
    });

    it("says so of a function by a pattern", async () => {
      const found = await saidOf(requireMinimalWriter, replica({ handsOverTo: `${dispatcher}*` }));
      expect(found[0][1]).to.include("(handsOverTo: must be an ARN without wildcards)");
    });
  });

  it("accepts what its configuration adds", async () => {
    const tracing = { Sid: "Trace", Effect: "Allow", Action: "xray:PutTraceSegments", Resource: "*" };
    expect(await said([read, write, tracing])).to.have.lengthOf(1);
    expect(await said([read, write, tracing], { actions: ["xray:PutTraceSegments"] })).to.deep.equal([]);
  });

  it("catches what an AWS managed policy adds", async () => {
    const attachment = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "logs", {
      role: writer,
      policyArn: "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly",
    });
    const found = await saidOf(requireMinimalWriter, [...replicaStack(), attachment]);
    expect(found.length).to.be.greaterThan(0);
    for (const [name, message] of found) {
      expect(name).to.equal(writer);
      expect(message).to.include("of policy AWSCodeCommitReadOnly: more than replication needs.");
    }
  });

  it("catches a policy that cannot be read", async () => {
    const attachment = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "foreign", {
      role: writer,
      policyArn: `arn:aws:iam::${account}:policy/of-another-stack`,
    });
    const found = await saidOf(requireMinimalWriter, [...replicaStack(), attachment]);
    expect(found).to.have.lengthOf(1);
    expect(found[0][0]).to.equal(writer);
    expect(found[0][1]).to.match(/^It cannot be told what the writer .* is allowed: .*of-another-stack/);
  });

  it("asks nothing of a deny, or of other roles", async () => {
    expect(await said([read, write, { Effect: "Deny", Action: "*", Resource: "*" }])).to.deep.equal([]);
  });
});

describe("codecommit-replica-restrict-writer-trust", () => {
  const said = (stack: ReturnType<typeof replicaStack>, ...statements: object[]) =>
    saidOf(restrictWriterTrust, change(stack, writer, { assumeRolePolicy: document(...statements) }));
  const says = (whom: string, statement = "TakenByTask") => [
    writer,
    `The writer ${writer} may be taken by ${whom}, by statement ${statement} of its trust policy. ` +
      "Only the tasks and the function that the replica declares may take it: take it away.",
  ];
  const root = `arn:aws:iam::${account}:root`;
  const more = { Sid: "More", Effect: "Allow", Action: "sts:AssumeRole" };
  const functions = { ...more, Principal: { Service: "lambda.amazonaws.com" } };

  for (const [what, principal, whom] of [
    ["the account", { AWS: root }, root],
    ["the account by its number", { AWS: account }, account],
    ["another account", { AWS: "999999999999" }, "999999999999"],
    ["a user", { AWS: `arn:aws:iam::${account}:user/dana` }, `arn:aws:iam::${account}:user/dana`],
    ["another role", { AWS: `arn:aws:iam::${account}:role/ops` }, `arn:aws:iam::${account}:role/ops`],
    ["everybody", "*", "*"],
    ["another service", { Service: "ec2.amazonaws.com" }, "ec2.amazonaws.com"],
    ["a function that is not declared", { Service: "lambda.amazonaws.com" }, "lambda.amazonaws.com"],
    ["an identity provider", { Federated: "accounts.google.com" }, "accounts.google.com"],
  ] as const) {
    it(`catches ${what}, in a statement of its own`, async () => {
      expect(await said(replicaStack(), takenByTask, { ...more, Principal: principal })).to.deep.equal([
        says(whom, "More"),
      ]);
    });
  }

  it("catches a service beside the declared one, whatever the condition", async () => {
    const both = { ...takenByTask, Principal: { Service: ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"] } };
    expect(await said(replicaStack(), both)).to.deep.equal([says("ec2.amazonaws.com")]);
  });

  it("catches everybody but some", async () => {
    const but = { ...more, NotPrincipal: { AWS: root } };
    expect(await said(replicaStack(), takenByTask, but)).to.deep.equal([says("everybody but some", "More")]);
  });

  for (const [what, condition] of [
    ["no condition", undefined],
    ["another account", { StringEquals: { "aws:SourceAccount": "999999999999" } }],
    ["one of two accounts", { StringEquals: { "aws:SourceAccount": [account, "999999999999"] } }],
    ["a pattern of accounts", { StringLike: { "aws:SourceAccount": "1234*" } }],
    ["a condition that holds without the key", { StringEqualsIfExists: { "aws:SourceAccount": account } }],
    ["all accounts but one", { StringNotEquals: { "aws:SourceAccount": "999999999999" } }],
    ["an ARN of any account", { ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:*:*" } }],
  ] as const) {
    it(`catches tasks with ${what}`, async () => {
      expect(await said(replicaStack(), { ...takenByTask, Condition: condition })).to.deep.equal([
        says("ECS tasks of any account"),
      ]);
    });
  }

  for (const action of ["sts:*", "sts:AssumeRoleWithWebIdentity", "*"]) {
    it(`catches ${action}`, async () => {
      const found = await said(replicaStack(), { ...takenByTask, Action: ["sts:AssumeRole", action] });
      expect(found).to.deep.equal([says(`whoever sts:AssumeRole and ${action} concerns`)]);
    });
  }

  it("accepts tasks by their ARN, and a function that is declared", async () => {
    const byArn = {
      ...takenByTask,
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:ecs:eu-central-1:${account}:*` } },
    };
    expect(await said(replicaStack(), byArn)).to.deep.equal([]);
    const handsOverTo = `arn:aws:lambda:eu-central-1:${account}:function:dispatcher`;
    expect(await said(replica({ handsOverTo }), takenByTask, functions)).to.deep.equal([]);
  });

  it("says so of a trust policy that cannot be read", async () => {
    const stack = change(replicaStack(), writer, { assumeRolePolicy: unknownString });
    expect((await saidOf(restrictWriterTrust, stack)).map(([name]) => name)).to.deep.equal([writer]);
  });
});
