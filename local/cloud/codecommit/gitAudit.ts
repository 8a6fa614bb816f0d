import type { ApiCall } from "../cloudTrail/record";
import { text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import { type RefCommand, zeroId } from "./commandList";

/** What is told of a git request. */
export interface GitRequest {
  readonly name: "GitPull" | "GitPush";
  /** The refs that a push moves: known at its second request only. */
  readonly commands?: readonly RefCommand[];
  readonly capabilities?: readonly string[];
  /** Why it was refused. */
  readonly refusal?: string | undefined;
}

/**
 * A git request as CloudTrail records it. A push is two: the first asks for the refs, and only the second tells which of
 * them move.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/integ-cloudtrail.html
 */
export function gitCall(
  { identity, region, sourceIp }: Caller,
  repository: StoredResource,
  { name, commands, capabilities, refusal }: GitRequest,
): ApiCall {
  return {
    caller: { identity, sourceIp },
    region,
    service: "codecommit",
    name,
    readOnly: name === "GitPull",
    ...(commands !== undefined && {
      parameters: {
        references: commands.map(({ old, new: next, reference }) => ({
          commit: next === zeroId ? old : next,
          ref: reference,
        })),
      },
    }),
    additional: {
      protocol: "HTTP",
      dataTransferred: commands !== undefined && refusal === undefined,
      repositoryName: repository.id,
      repositoryId: repository.outputs.repositoryId,
      ...(capabilities !== undefined && { capabilities }),
    },
    resource: { arn: text(repository.outputs, "arn"), type: "AWS::CodeCommit::Repository" },
    ...(refusal !== undefined && { error: { code: "AccessDenied", message: refusal } }),
  };
}
