import { createHash } from "node:crypto";
import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { optionalText } from "../properties";
import type { Store, Table } from "../store/table";
import type { Caller } from "./access";

interface Made {
  readonly request: string;
  readonly id: string;
}

/** What requests with a clientRequestToken have made, so that a retry of one makes nothing again. */
export class RequestTokens {
  private readonly table: Table<Made>;

  constructor(store: Store) {
    this.table = store.table("requestTokens");
  }

  /**
   * The id of what this request has made before; undefined when it has not, or has no token.
   *
   * @throws {AwsError} IdempotencyParameterMismatchException when the caller gave the token to another request.
   */
  made(operation: string, caller: Caller, input: Properties): string | undefined {
    const key = keyOf(operation, caller, input);
    const found = key === undefined ? undefined : this.table.get(key);
    if (found === undefined || found.request === digest(input)) return found?.id;
    throw new AwsError("IdempotencyParameterMismatchException", `The token has made ${found.id} already`);
  }

  note(operation: string, caller: Caller, input: Properties, id: string): void {
    const key = keyOf(operation, caller, input);
    if (key !== undefined) this.table.set(key, { request: digest(input), id });
  }
}

function keyOf(operation: string, { identity, region }: Caller, input: Properties): string | undefined {
  const token = optionalText(input, "clientRequestToken");
  return token === undefined ? undefined : JSON.stringify([region, operation, identity.arn, token]);
}

function digest(input: Properties): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}
