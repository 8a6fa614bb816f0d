import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, arn, surroundings } from "../account";
import { AwsError, messageOf } from "../awsError";
import type { Outcome } from "../signals";
import { isForeign } from "../foreignTargets";
import type { Authoriser } from "../iam/authoriser";
import { nested, optionalNumber, optionalText, physicalName, text, textMap } from "../properties";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { type Source, sourceContext } from "../source";
import type { Sts } from "../sts";
import type { AsyncInvocations } from "./asyncInvocations";
import { writeArchive } from "./archive";
import { ExecutionEnvironment } from "./environment";

interface Warm {
  readonly environment: ExecutionEnvironment;
  readonly credentialsUntil: number;
}

/** Functions: their code, who may invoke them, and one warm process for each. */
export class Functions {
  private readonly table: Table<StoredResource>;
  private readonly permissions: Table<StoredResource>;
  private readonly warm = new Map<string, Warm>();
  /** Per function, the end of the invocation before. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly account: Account,
    private readonly sts: Sts,
    private readonly authoriser: Authoriser,
    private readonly invocations: AsyncInvocations,
  ) {
    this.table = account.store.table("functions");
    this.permissions = account.store.table("functionPermissions");
  }

  /**
   * Has a function run with an event, which nobody waits for. Who asks must be allowed to.
   *
   * @throws {AwsError} ResourceNotFoundException.
   */
  start(functionArn: string, event: object): void {
    const fn = this.get(functionArn, functionArn.split(":")[3] ?? "");
    this.invocations.start(fn, event, () => this.invoke(fn, event));
  }

  resources(): Record<string, ResourceHandler> {
    const records = recordHandler(this.table, {
      replaceOn: ["name", "packageType"],
      exists: "ResourceConflictException",
      describe: async (inputs, context) => {
        const name = physicalName(inputs, context);
        this.checkRole(inputs);
        await writeArchive(nested(inputs, "code"), this.codeDirectory(context.region, name));
        const functionArn = arn(this.account, "lambda", context.region, `function:${name}`);
        return { id: name, outputs: { name, arn: functionArn, version: "$LATEST" } };
      },
      remove: async ({ region, id }) => {
        await this.cool(recordKey(id, region));
        await rm(this.codeDirectory(region, id), { recursive: true, force: true });
      },
    });
    return {
      "aws:lambda/function:Function": {
        ...records,
        update: async (id, inputs, old, context) => {
          this.checkRole(inputs);
          await this.cool(recordKey(id, context.region));
          await writeArchive(nested(inputs, "code"), this.codeDirectory(context.region, id));
          return (await records.update?.(id, inputs, old, context)) ?? {};
        },
      },
      "aws:lambda/permission:Permission": recordHandler(this.permissions, {
        exists: "ResourceConflictException",
        describe: (inputs, context) => {
          const functionArn = this.arnOf(text(inputs, "function"), context.region);
          if (!isForeign(this.account, functionArn)) this.get(functionArn, context.region);
          const statementId = physicalName(inputs, context, "statementId");
          return { id: statementId, outputs: { statementId } };
        },
      }),
    };
  }

  /**
   * Takes an event for a function, which then runs by itself with its retries.
   *
   * @returns "recorded" for a function that belongs to somebody else. In this account, its policy must name the source
   *   all the same: the program gives that permission.
   * @throws {AwsError} AccessDeniedException when the function's policy does not let the source invoke it,
   *   ResourceNotFoundException when there is no such function.
   */
  invokeFor(functionArn: string, source: Source, event: object): Exclude<Outcome, "refused"> {
    const [, , , region = "", owner, , name = ""] = functionArn.split(":");
    const fn = this.table.get(recordKey(name, region));
    if (owner !== this.account.accountId) return "recorded";
    if (fn === undefined && !isForeign(this.account, functionArn)) this.get(functionArn, region);
    const decision = this.authoriser.decideService(
      source.service,
      "lambda:InvokeFunction",
      functionArn,
      this.policyOf(functionArn, region),
      sourceContext(this.account, source),
    );
    if (decision.effect !== "allow") {
      throw new AwsError("AccessDeniedException", `lambda:InvokeFunction: ${decision.explanation}`, 403);
    }
    if (fn === undefined) return "recorded";
    this.invocations.start(fn, event, () => this.invoke(fn, event));
    return "delivered";
  }

  /** Whether such a function is here, or may be supposed to be. */
  exists(functionArn: string): boolean {
    const [, , , region = "", , , name = ""] = functionArn.split(":");
    return this.table.has(recordKey(name, region)) || isForeign(this.account, functionArn);
  }

  /** @throws {AwsError} ResourceNotFoundException. */
  private get(nameOrArn: string, region: string): StoredResource {
    const name = nameOrArn.split(":")[6] ?? nameOrArn;
    const fn = this.table.get(recordKey(name, region));
    if (fn !== undefined) return fn;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${nameOrArn}`, 404);
  }

  /** Runs one attempt, after those before it: a process serves one event at a time. */
  private invoke(fn: StoredResource, event: object): Promise<unknown> {
    const key = recordKey(fn.id, fn.region);
    const turn = (this.turns.get(key) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.account.stopping().throwIfAborted();
        return this.environment(key).invoke(event);
      });
    this.turns.set(key, turn);
    return turn;
  }

  private environment(key: string): ExecutionEnvironment {
    const fn = this.table.get(key);
    if (fn === undefined) throw new AwsError("ResourceNotFoundException", `Function not found: ${key}`, 404);
    const timeoutMs = (optionalNumber(fn.inputs, "timeout") ?? 3) * 1000;
    const known = this.warm.get(key);
    // Credentials are an environment's for life: it is given up before they expire.
    if (known?.environment.alive === true && Date.now() + timeoutMs + 60_000 < known.credentialsUntil) {
      return known.environment;
    }
    void known?.environment.stop();
    const credentials = this.sts.assumeRole(text(fn.inputs, "role"), "lambda.amazonaws.com", fn.id);
    const environment = new ExecutionEnvironment({
      functionName: fn.id,
      functionArn: text(fn.outputs, "arn"),
      code: this.codeDirectory(fn.region, fn.id),
      handler: text(fn.inputs, "handler"),
      timeoutMs,
      logFile: this.account.logFile(fn.id),
      children: this.account.children,
      variables: {
        ...textMap(nested(fn.inputs, "environment"), "variables"),
        ...surroundings(this.account, fn.region),
        AWS_LAMBDA_FUNCTION_NAME: fn.id,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
      },
    });
    this.warm.set(key, { environment, credentialsUntil: credentials.expiration.getTime() });
    return environment;
  }

  private async cool(key: string): Promise<void> {
    await this.warm.get(key)?.environment.stop();
    this.warm.delete(key);
  }

  private checkRole(inputs: Properties): void {
    try {
      this.sts.assumeRole(text(inputs, "role"), "lambda.amazonaws.com", "check");
    } catch (error) {
      const reason = `The role defined for the function cannot be assumed by Lambda. ${messageOf(error)}`;
      throw new AwsError("InvalidParameterValueException", reason);
    }
  }

  /** The function's policy, as Lambda writes it from its permissions. */
  private policyOf(functionArn: string, region: string): string {
    const statements = this.permissions
      .values()
      .filter(
        (permission) =>
          permission.region === region && this.permittedArn(permission.inputs, region) === functionArn,
      )
      .map(({ id, inputs }) => {
        const sourceArn = optionalText(inputs, "sourceArn");
        const sourceAccount = optionalText(inputs, "sourceAccount");
        return {
          Sid: id,
          Effect: "Allow",
          Principal: { Service: text(inputs, "principal") },
          Action: text(inputs, "action"),
          Resource: functionArn,
          Condition: {
            ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": sourceArn } }),
            ...(sourceAccount !== undefined && { StringEquals: { "aws:SourceAccount": sourceAccount } }),
          },
        };
      });
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
  }

  /** An alias or version has a policy of its own, apart from its function's. */
  private permittedArn(inputs: Properties, region: string): string {
    const qualifier = optionalText(inputs, "qualifier");
    const functionArn = this.arnOf(text(inputs, "function"), region);
    return qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`;
  }

  /** A function's ARN, without a qualifier, from its name or its ARN. */
  private arnOf(nameOrArn: string, region: string): string {
    return nameOrArn.startsWith("arn:")
      ? nameOrArn.split(":").slice(0, 7).join(":")
      : arn(this.account, "lambda", region, `function:${nameOrArn}`);
  }

  private codeDirectory(region: string, name: string): string {
    return join(this.account.store.directory, region, "functions", name);
  }
}
