import { expect } from "chai";
import type { Place } from "../../../components/documents/place";
import {
  dispatcherPolicy,
  refChangePatterns,
  writerPolicies,
} from "../../../components/documents/replication";
import { serviceTrust } from "../../../components/documents/trust";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

describe("The documents of the replication", () => {
  it("match changed refs of the repositories and nothing else", () => {
    expect(
      refChangePatterns(place, ["payments-api", "web-shop"]).map((text) => JSON.parse(text) as unknown),
    ).to.deep.equal([
      {
        source: ["aws.codecommit"],
        "detail-type": ["CodeCommit Repository State Change"],
        account: ["123456789012"],
        region: ["eu-central-1"],
        detail: {
          event: ["referenceCreated", "referenceUpdated", "referenceDeleted"],
          repositoryName: ["payments-api", "web-shop"],
        },
      },
    ]);
  });

  it("spread many repositories over patterns that EventBridge accepts", () => {
    const names = Array.from({ length: 500 }, (_, index) => `a-repository-of-some-length-${index}`);
    const patterns = refChangePatterns(place, names);
    expect(patterns.every((text) => text.length <= 2048)).to.equal(true);
    const matched = patterns.flatMap(
      (text) => (JSON.parse(text) as { detail: { repositoryName: string[] } }).detail.repositoryName,
    );
    expect(matched).to.have.members(names);
  });

  it("let the writer read sources and write copies, and not the other way round", () => {
    const [{ Statement }] = writerPolicies(place, "eu-west-1", ["payments-api"]);
    const [read, write, keys, ...more] = Statement;
    expect(read).to.deep.include({
      Action: ["codecommit:GetRepository", "codecommit:GitPull"],
      Resource: ["arn:aws:codecommit:eu-central-1:123456789012:payments-api"],
    });
    expect(write).to.deep.include({
      Action: [
        "codecommit:GetRepository",
        "codecommit:GitPull",
        "codecommit:GitPush",
        "codecommit:UpdateDefaultBranch",
      ],
      Resource: ["arn:aws:codecommit:eu-west-1:123456789012:payments-api"],
    });
    expect(keys.Sid).to.equal("UseRepositoryKeys");
    expect(more).to.deep.equal([]);
  });

  it("let the dispatcher start one task, with its two roles, and never push", () => {
    const document = dispatcherPolicy(place, {
      cluster: "c",
      taskFamily: "f",
      roles: ["writer", "execution"],
      queue: "q",
      keyAlias: "alias/k",
      logGroup: "l",
    });
    const [start, list, describe, pass] = document.Statement;
    expect(start).to.deep.include({
      Action: "ecs:RunTask",
      Resource: "arn:aws:ecs:eu-central-1:123456789012:task-definition/f:*",
      Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:eu-central-1:123456789012:cluster/c" } },
    });
    for (const statement of [list, describe]) expect(statement.Condition).to.deep.equal(start.Condition);
    expect(list).to.include({ Action: "ecs:ListTasks", Resource: "*" });
    expect(describe).to.include({
      Action: "ecs:DescribeTasks",
      Resource: "arn:aws:ecs:eu-central-1:123456789012:task/c/*",
    });
    expect(pass).to.deep.include({
      Resource: ["arn:aws:iam::123456789012:role/writer", "arn:aws:iam::123456789012:role/execution"],
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
    expect(JSON.stringify(document)).to.not.include("codecommit:");
  });

  it("let tasks of this account take a role, and functions without asking for the account, which Lambda does not send", () => {
    expect(serviceTrust(place, "ecs-tasks.amazonaws.com").Statement[0].Condition).to.deep.equal({
      StringEquals: { "aws:SourceAccount": "123456789012" },
    });
    expect(serviceTrust(place, "lambda.amazonaws.com").Statement[0]).to.not.have.property("Condition");
  });
});
