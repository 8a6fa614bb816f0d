import { type Authoriser, prefixed } from "../iam/authoriser";
import type { Identity } from "../iam/identity";
import type { Kms } from "../kms";
import { optionalText, tagsIn, text } from "../properties";
import type { StoredResource } from "../store/records";

export interface Caller {
  readonly identity: Identity;
  readonly region: string;
  readonly sourceIp: string;
}

/** Why something is refused, with all that the user needs to understand it. */
export class Refusal {
  constructor(
    readonly caller: Caller,
    readonly action: string,
    readonly target: string,
    /** One sentence: the deciding statement, or that none allows it. */
    readonly reason: string,
  ) {}

  /** As AWS words it, and the reason. */
  get message(): string {
    const { arn } = this.caller.identity;
    return `User: ${arn} is not authorized to perform: ${this.action} on ${this.target}: ${this.reason}`;
  }
}

/** Decides over repositories: the caller's policies, and the repository's key. */
export class RepositoryAccess {
  constructor(
    private readonly authoriser: Authoriser,
    private readonly kms: Kms,
  ) {}

  /**
   * @param reference The full name of the ref that moves. Absent at a push's first check, which comes before the
   *   commands are known: CodeCommit then asks without codecommit:References.
   */
  refusal(
    caller: Caller,
    action: string,
    repository: StoredResource,
    reference?: string,
  ): Refusal | undefined {
    const resource = text(repository.outputs, "arn");
    const context = {
      ...prefixed("aws:ResourceTag/", tagsIn(repository.inputs)),
      ...(reference !== undefined && { "codecommit:References": reference }),
    };
    const decision = this.authoriser.decide({ ...caller, action, resource, context });
    if (decision.effect === "allow") return undefined;
    const target = reference === undefined ? resource : `${reference} of ${resource}`;
    return new Refusal(caller, action, target, decision.explanation);
  }

  /** The uses of the repository's own key that reading (or writing) needs. */
  keyRefusal(caller: Caller, repository: StoredResource, writes: boolean): Refusal | undefined {
    const keyArn = optionalText(repository.inputs, "kmsKeyId");
    if (keyArn === undefined) return undefined;
    for (const action of writes ? ["kms:GenerateDataKey", "kms:Decrypt"] : ["kms:Decrypt"]) {
      const reason = this.kms.refusal({ ...caller, action, keyArn, service: "codecommit" });
      if (reason !== undefined) return new Refusal(caller, action, keyArn, reason);
    }
    return undefined;
  }

  /** What ListRepositories and its like ask: the account, not one repository. */
  accountRefusal(caller: Caller, action: string): Refusal | undefined {
    const decision = this.authoriser.decide({ ...caller, action, resource: "*" });
    return decision.effect === "allow" ? undefined : new Refusal(caller, action, "*", decision.explanation);
  }
}
