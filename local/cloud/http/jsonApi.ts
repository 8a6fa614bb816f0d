import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { ApiCall } from "../cloudTrail/record";
import type { Caller } from "../codecommit/access";
import { isObject } from "../properties";
import type { Sts } from "../sts";
import { identify } from "./sigv4";
import { readBody } from "./streams";

export type ApiCaller = Caller;

/** One operation of a service: it authorises its caller itself. */
export type Operation = (input: Properties, caller: ApiCaller) => Promise<object>;

/** A service of the JSON protocol, 1.1. */
export interface JsonService {
  /** The name in the signature's scope. */
  readonly signingName: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Checks an operation's input before the operation gets it. @throws {AwsError} */
  readonly checkInput?: (operation: string, input: Properties) => Properties;
}

/** A file of 6 MiB in base64, and 20 MB of metadata beside it. */
const maxBodyBytes = 32 * 1024 * 1024;

/** What no operation's input comes near to, and what can be read without running out of stack. */
const maxDepth = 100;

/** Answers requests of AWS's JSON protocol; `X-Amz-Target` names the service and its operation. */
export class JsonApi {
  /**
   * @param services By the prefix of X-Amz-Target.
   * @param record Told of every call whose caller is known, whatever came of it.
   */
  constructor(
    private readonly sts: Sts,
    private readonly services: Readonly<Record<string, JsonService>>,
    private readonly record: (call: ApiCall) => void,
  ) {}

  async handle(region: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("Content-Type", "application/x-amz-json-1.1");
    response.setHeader("x-amzn-RequestId", randomUUID());
    try {
      const output = await this.call(region, request);
      response.end(JSON.stringify(output));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      response.writeHead(error.status);
      response.end(JSON.stringify({ __type: error.code, message: error.detail }));
    }
  }

  private async call(region: string, request: IncomingMessage): Promise<object> {
    const body = await readBody(request, maxBodyBytes);
    const [prefix = "", name = ""] = String(request.headers["x-amz-target"]).split(".");
    const service = Object.hasOwn(this.services, prefix) ? this.services[prefix] : undefined;
    if (service === undefined)
      throw new AwsError("UnknownOperationException", `${prefix} is not offered here`);
    const identity = identify(this.sts, request, body, { region, service: service.signingName });
    const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
    if (operation === undefined)
      throw new AwsError("UnknownOperationException", `${name} is not offered here`);
    const caller = { identity, region, sourceIp: request.socket.remoteAddress ?? "" };
    const input = parse(body);
    const call = {
      caller,
      region,
      service: service.signingName,
      name,
      readOnly: readOnly.test(name),
      parameters: withoutContents(input),
    };
    try {
      const output = await operation(service.checkInput?.(name, input) ?? input, caller);
      this.record(call);
      return output;
    } catch (error) {
      if (error instanceof AwsError) {
        this.record({ ...call, error: { code: error.code, message: error.detail } });
      }
      throw error;
    }
  }
}

/** Calls that change nothing, by the first word of their names. */
const readOnly = /^(BatchDescribe|BatchGet|Describe|Evaluate|Get|List|Test)/;

/** Parameters without the contents of files, which are no audit's. */
function withoutContents(input: Properties): object {
  const json = JSON.stringify(input, (key, value: unknown) => (key === "fileContent" ? undefined : value));
  return JSON.parse(json) as object;
}

function parse(body: Buffer): Properties {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (isObject(input) && !isDeeperThan(input, maxDepth)) return input;
  } catch {
    // Reported below, as every body that is no object.
  }
  throw new AwsError("SerializationException", `The body is not a JSON object of at most ${maxDepth} levels`);
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
}
