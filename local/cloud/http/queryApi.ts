import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../awsError";
import type { Sts } from "../sts";
import type { ApiCaller } from "./jsonApi";
import { identify } from "./sigv4";
import { readBody } from "./streams";

/** A result: elements by name; text, or elements in it. */
export interface Elements {
  readonly [name: string]: string | Elements;
}

/** One operation of a service, by its parameters as they were sent, for example `Tags.member.1.Key`. */
export type QueryOperation = (parameters: URLSearchParams, caller: ApiCaller) => Elements;

/** A service of the query protocol. */
export interface QueryService {
  readonly namespace: string;
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

const maxBodyBytes = 1024 * 1024;

/** What the protocol calls errors that the JSON protocol has other names for. */
const codes: Readonly<Record<string, string>> = {
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
  InvalidSignatureException: "SignatureDoesNotMatch",
  UnknownOperationException: "InvalidAction",
  ExpiredTokenException: "ExpiredToken",
};

/** Answers requests of AWS's query protocol: `Action` in a form names the operation, the signature the service. */
export class QueryApi {
  /** @param services By the name in the signature's scope. */
  constructor(
    private readonly sts: Sts,
    private readonly services: Readonly<Record<string, QueryService>>,
  ) {}

  async handle(region: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const RequestId = randomUUID();
    response.setHeader("Content-Type", "text/xml");
    response.setHeader("x-amzn-RequestId", RequestId);
    try {
      const { action, namespace, result } = await this.call(region, request);
      const body = { [`${action}Result`]: result, ResponseMetadata: { RequestId } };
      response.end(`<${action}Response xmlns="${namespace}">${xml(body)}</${action}Response>\n`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      response.writeHead(error.status);
      const Error = { Type: "Sender", Code: codes[error.code] ?? error.code, Message: error.detail };
      response.end(`<ErrorResponse>${xml({ Error, RequestId })}</ErrorResponse>\n`);
    }
  }

  private async call(region: string, request: IncomingMessage) {
    const body = await readBody(request, maxBodyBytes);
    const [, signedFor = "", name = ""] =
      /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
    // Some clients sign for us-east-1 what they take for a service of no region.
    const scope = { region: signedFor === "us-east-1" ? signedFor : region, service: name };
    const identity = identify(this.sts, request, body, scope);
    const service = Object.hasOwn(this.services, name) ? this.services[name] : undefined;
    const parameters = new URLSearchParams(body.toString());
    const action = parameters.get("Action") ?? "";
    const operation =
      service && Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
    if (service === undefined || operation === undefined) {
      throw new AwsError("UnknownOperationException", `${name}: ${action} is not offered here`);
    }
    const caller = { identity, region, sourceIp: request.socket.remoteAddress ?? "" };
    return { action, namespace: service.namespace, result: operation(parameters, caller) };
  }
}

function xml(elements: Elements): string {
  return Object.entries(elements)
    .map(([name, value]) => `<${name}>${typeof value === "string" ? escaped(value) : xml(value)}</${name}>`)
    .join("");
}

/** XML has no control characters, and no halves of surrogate pairs: they become U+FFFD. */
function escaped(text: string): string {
  return (
    Buffer.from(text)
      .toString()
      // eslint-disable-next-line no-control-regex
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  );
}
