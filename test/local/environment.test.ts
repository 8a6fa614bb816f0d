import { expect } from "chai";
import { EngineError } from "../../local/engine";
import { findEnvironment, primaryStackOf } from "../../local/environment";
import { ProjectCopy } from "../support/projectCopy";

describe("An environment", () => {
  let project: ProjectCopy;

  beforeEach(() => {
    project = new ProjectCopy();
  });
  afterEach(() => {
    project.remove();
  });

  it("is a primary and every replica that follows it", async () => {
    project.edit("Pulumi.dev-replica.yaml", (text) =>
      text.replace("primary: dev", "primary: acme/codecommit-platform/dev"),
    );
    expect(await findEnvironment(project.directory, "dev")).to.deep.equal({
      project: "codecommit-platform",
      primary: { name: "dev", region: "eu-central-1" },
      replicas: [{ name: "dev-replica", region: "eu-west-1" }],
    });
  });

  it("has no replica that follows another primary", async () => {
    project.edit("Pulumi.dev-replica.yaml", (text) => text.replace("primary: dev", "primary: prod"));
    expect((await findEnvironment(project.directory, "dev")).replicas).to.deep.equal([]);
  });

  it("is not named by a replica", async () => {
    const error = await findEnvironment(project.directory, "dev-replica").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(EngineError);
    expect((error as EngineError).message).to.equal(
      "stack 'dev-replica' is a replica of dev: name dev, and its replicas come along",
    );
  });

  it("tells a replica's primary", async () => {
    expect(await primaryStackOf(project.directory, "dev-replica")).to.equal("dev");
    expect(await primaryStackOf(project.directory, "dev")).to.equal(undefined);
  });
});
