import { type Decision, evaluate, evaluateWithin } from "../../../policy-pack/access/evaluate";
import { type Account } from "../account";
import { boundaryOf, type Identity, parsed, policiesOf, tagsOf } from "./identity";
import type { IamTables } from "./tables";

type Context = Readonly<Record<string, string | readonly string[]>>;

/** One question to the evaluator: may this identity do this to that? */
export interface Question {
  readonly identity: Identity;
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: string;
  readonly region: string;
  /** The caller's address; absent for AWS's own services. */
  readonly sourceIp?: string;
  /** The condition keys of the service. */
  readonly context?: Context;
}

/** Answers with the policies as they are at the moment of the question. */
export class Authoriser {
  constructor(
    private readonly account: Account,
    private readonly tables: IamTables,
  ) {}

  /** By the identity's own policies, within its permissions boundary. */
  decide(question: Question): Decision {
    const { action, resource, identity } = question;
    const boundary = boundaryOf(this.tables, identity);
    const request = { action, resource, context: this.context(question) };
    return evaluateWithin(boundary, request, policiesOf(this.tables, identity));
  }

  /** By a policy on the resource, such as a key's. */
  decideByResource(question: Question, name: string, document: string): Decision {
    return evaluate(
      {
        action: question.action,
        resource: question.resource,
        context: this.context(question),
        principal: { type: "AWS", id: question.identity.arn },
      },
      [{ name, path: question.resource, policy: parsed(document) }],
    );
  }

  /** An AWS service that asks, such as EventBridge at a queue, by the policy on the resource. */
  decideService(
    service: string,
    action: string,
    resource: string,
    document: string,
    context: Context,
  ): Decision {
    const principal = { type: "Service", id: service } as const;
    return evaluate({ action, resource, context, principal }, [
      { name: "resource policy", path: resource, policy: parsed(document) },
    ]);
  }

  private context({ identity, region, sourceIp, context }: Question): Context {
    return {
      ...(identity.type === "User" && { "aws:username": identity.name }),
      ...(sourceIp !== undefined && { "aws:SourceIp": sourceIp }),
      ...prefixed("aws:PrincipalTag/", tagsOf(this.tables, identity)),
      "aws:PrincipalArn": identity.principalArn,
      "aws:PrincipalAccount": this.account.accountId,
      "aws:PrincipalType": identity.type,
      "aws:userid": identity.userId,
      "aws:RequestedRegion": region,
      // AWS is reached by TLS only; here the loopback interface stands for it.
      "aws:SecureTransport": "true",
      "aws:PrincipalIsAWSService": "false",
      "aws:ViaAWSService": "false",
      "aws:CurrentTime": new Date().toISOString(),
      ...context,
    };
  }
}

/** The condition keys that stand for tags, for example `prefixed("aws:ResourceTag/", { team: "payments" })`. */
export function prefixed(
  prefix: string,
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
