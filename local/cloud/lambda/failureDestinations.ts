import type { Account } from "../account";
import { AwsError } from "../awsError";
import type { Authoriser } from "../iam/authoriser";
import type { Identity } from "../iam/identity";
import { text } from "../properties";
import type { Sqs } from "../sqs";
import type { StoredResource } from "../store/records";

/** An asynchronous invocation that has failed for good. */
export interface FailedInvocation {
  readonly fn: StoredResource;
  /** Of the function's role, which must be allowed to tell. */
  readonly identity: Identity;
  readonly requestId: string;
  readonly attempts: number;
  readonly event: object;
  readonly error: { readonly errorType: string; readonly errorMessage: string };
}

/** Runs a function with an event, asynchronously. */
type Invoke = (functionArn: string, event: object) => void;

/**
 * Who hears of invocations that have failed for good: a queue or another function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export class FailureDestinations {
  private invoke: Invoke | undefined;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
    private readonly sqs: Sqs,
  ) {}

  /** Functions hear of each other's failures. */
  connect(invoke: Invoke): void {
    this.invoke = invoke;
  }

  tell(destination: string, failed: FailedInvocation): void {
    try {
      if (destination.split(":")[2] === "lambda") this.tellFunction(destination, failed);
      else this.sqs.send(destination, { identity: failed.identity }, JSON.stringify(recordOf(failed)), {});
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { region, id: functionName } = failed.fn;
      this.account.log("cloud", `dropped an event of ${functionName}: ${error.message}`);
      this.account.signals.emit("undelivered", { region, functionName });
    }
  }

  private tellFunction(functionArn: string, failed: FailedInvocation): void {
    const decision = this.authoriser.decide({
      identity: failed.identity,
      action: "lambda:InvokeFunction",
      resource: functionArn,
      region: failed.fn.region,
    });
    if (decision.effect !== "allow") {
      throw new AwsError("AccessDeniedException", `lambda:InvokeFunction: ${decision.explanation}`, 403);
    }
    this.invoke?.(functionArn, recordOf(failed));
  }
}

function recordOf({ fn, requestId, attempts, event, error }: FailedInvocation): object {
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${text(fn.outputs, "arn")}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: error,
  };
}
