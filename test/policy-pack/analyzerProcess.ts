import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerPropertyDependencies,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { StackResource } from "../../policy-pack/access/resources";

/** A policy pack, started as the engine starts it. */
export class AnalyzerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly client: AnalyzerClient,
  ) {}

  static async start(directory: string): Promise<AnalyzerProcess> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
      cwd: directory,
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("The pack has no output.");
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const address = `127.0.0.1:${port.toString().trim()}`;
    return new AnalyzerProcess(child, new AnalyzerClient(address, credentials.createInsecure()));
  }

  async analyzeStack(stack: readonly StackResource[]): Promise<readonly AnalyzeDiagnostic[]> {
    const request = new AnalyzeStackRequest().setResourcesList(stack.map(analyzerResource));
    const response = await call<AnalyzeStackRequest, AnalyzeResponse>(
      (message, done) => this.client.analyzeStack(message, done),
      request,
    );
    return response.getDiagnosticsList();
  }

  async stop(): Promise<void> {
    this.client.close();
    this.child.kill();
    await once(this.child, "exit");
  }
}

/** One gRPC call as a promise. */
export function call<Request, Response>(
  method: (request: Request, done: (error: Error | null, response: Response) => void) => unknown,
  request: Request,
): Promise<Response> {
  return new Promise((accept, refuse) =>
    method(request, (error, response) => (error ? refuse(error) : accept(response))),
  );
}

/** The engine sends options with timeouts for every resource; the SDK takes their absence for an old engine. */
export const options = () =>
  new AnalyzerResourceOptions().setCustomtimeouts(new AnalyzerResourceOptions.CustomTimeouts());

function analyzerResource({
  type,
  urn: id,
  name,
  props,
  propertyDependencies,
  protect = false,
}: StackResource): AnalyzerResource {
  const message = new AnalyzerResource()
    .setType(type)
    .setUrn(id)
    .setName(name)
    .setOptions(options().setProtect(protect))
    .setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props)) as Record<string, never>));
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    message
      .getPropertydependenciesMap()
      .set(property, new AnalyzerPropertyDependencies().setUrnsList([...urns]));
  }
  return message;
}
