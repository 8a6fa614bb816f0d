import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Properties, ResourceHandler } from "../../engine/provider";
import type { Account } from "../account";
import { messageOf } from "../awsError";
import { roleIdentity } from "../iam/identity";
import type { IamTables } from "../iam/tables";
import { nested, optionalNumber, optionalText, text } from "../properties";
import type { Sqs } from "../sqs";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { FunctionError } from "./environment";
import type { FailureDestinations } from "./failureDestinations";

/** Asynchronous invocations: two retries unless configured otherwise, then the failure destination and the dead-letter queue. */
export class AsyncInvocations {
  private readonly configs: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly tables: IamTables,
    private readonly sqs: Sqs,
    private readonly destinations: FailureDestinations,
  ) {
    this.configs = account.store.table("functionEventInvokeConfigs");
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": recordHandler(this.configs, {
        replaceOn: ["functionName", "qualifier"],
        exists: "ResourceConflictException",
        describe: (inputs) => ({ id: text(inputs, "functionName"), outputs: {} }),
      }),
    };
  }

  /** @param attempt Runs the handler once. */
  start(fn: StoredResource, event: object, attempt: () => Promise<unknown>): void {
    this.account.activity.run(() => this.run(fn, event, attempt));
  }

  private async run(fn: StoredResource, event: object, attempt: () => Promise<unknown>): Promise<void> {
    const config = this.configOf(fn);
    const requestId = randomUUID();
    const stopping = this.account.stopping();
    const attempts = 1 + (optionalNumber(config, "maximumRetryAttempts") ?? 2);
    const ended = (count: number, error?: string) =>
      this.account.signals.emit("invocation", {
        region: fn.region,
        functionName: fn.id,
        requestId,
        attempts: count,
        ...(error !== undefined && { error }),
        at: Date.now(),
      });
    for (let count = 1; ; count++) {
      try {
        await attempt();
        ended(count);
        return;
      } catch (error) {
        if (stopping.aborted) return;
        if (count >= attempts) {
          this.giveUp(fn, config, event, requestId, count, error);
          ended(count, messageOf(error));
          return;
        }
        const delay = this.account.retryDelaysMs[count - 1] ?? 0;
        await sleep(delay, undefined, { signal: stopping }).catch(() => undefined);
        if (stopping.aborted) return;
      }
    }
  }

  private giveUp(
    fn: StoredResource,
    config: Properties,
    event: object,
    requestId: string,
    attempts: number,
    error: unknown,
  ): void {
    const errorMessage = messageOf(error);
    const errorType = error instanceof FunctionError ? error.errorType : "Error";
    const identity = roleIdentity(this.tables, text(fn.inputs, "role").split("/").at(-1) ?? "", fn.id);
    if (identity === undefined) return;
    const destination = optionalText(nested(nested(config, "destinationConfig"), "onFailure"), "destination");
    if (destination !== undefined) {
      const failed = { fn, identity, requestId, attempts, event, error: { errorMessage, errorType } };
      this.destinations.tell(destination, failed);
    }
    const queue = optionalText(nested(fn.inputs, "deadLetterConfig"), "targetArn");
    if (queue !== undefined) {
      const attributes = { RequestID: requestId, ErrorCode: "200", ErrorMessage: errorMessage };
      this.sqs.trySend(queue, { identity }, JSON.stringify(event), attributes);
    }
  }

  private configOf(fn: StoredResource): Properties {
    const names = [fn.id, text(fn.outputs, "arn")];
    const config = this.configs
      .values()
      .find(({ region, inputs }) => region === fn.region && names.includes(text(inputs, "functionName")));
    return config?.inputs ?? {};
  }
}
