import { AwsError } from "../awsError";
import type { ApiCaller } from "../http/jsonApi";
import type { Authoriser } from "../iam/authoriser";

/** What a caller wants to do to what. */
export interface Demand {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** @throws {AwsError} AccessDeniedException */
export function demand(authoriser: Authoriser, caller: ApiCaller, wanted: Demand): void {
  const decision = authoriser.decide({ ...caller, ...wanted });
  if (decision.effect === "allow") return;
  const asked = `User: ${caller.identity.arn} is not authorized to perform: ${wanted.action}`;
  throw new AwsError(
    "AccessDeniedException",
    `${asked} on resource: ${wanted.resource}: ${decision.explanation}`,
  );
}
