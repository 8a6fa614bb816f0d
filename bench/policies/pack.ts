import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Resource } from "./company";

const directory = path.resolve(__dirname, "../../policy-pack");

export interface Pack {
  /** Until it served, in milliseconds. */
  readonly started: number;
  /** How long it took to judge a stack, in milliseconds, and how many violations it found. */
  judge(resources: readonly Resource[]): Promise<{ readonly ms: number; readonly violations: number }>;
  stop(): Promise<void>;
}

/** Starts the policy pack in a process of its own, by the command that the engine uses. */
export async function startPack(): Promise<Pack> {
  const begin = performance.now();
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const running = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: directory,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(running.stdout, "data")) as [Buffer];
  const started = performance.now() - begin;
  const unlimited = { "grpc.max_send_message_length": -1, "grpc.max_receive_message_length": -1 };
  const address = `127.0.0.1:${port.toString().trim()}`;
  const client = new AnalyzerClient(address, credentials.createInsecure(), unlimited);
  return {
    started,
    async judge(resources) {
      const request = new AnalyzeStackRequest().setResourcesList(resources.map(message));
      const from = performance.now();
      const response = await new Promise<AnalyzeResponse>((accept, refuse) =>
        client.analyzeStack(request, (error, answer) => (error ? refuse(error) : accept(answer))),
      );
      return { ms: performance.now() - from, violations: response.getDiagnosticsList().length };
    },
    async stop() {
      client.close();
      running.kill();
      await once(running, "exit");
    },
  };
}

function message({ type, name, props }: Resource): AnalyzerResource {
  return new AnalyzerResource()
    .setType(type)
    .setUrn(`urn:pulumi:bench::codecommit-platform::${type}::${name}`)
    .setName(name)
    .setOptions(new AnalyzerResourceOptions().setCustomtimeouts(new AnalyzerResourceOptions.CustomTimeouts()))
    .setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props)) as Record<string, never>));
}
