import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService, type IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  ReadResourceResponse,
  RegisterPackageResponse,
  RegisterResourceResponse,
  SupportsFeatureResponse,
  type ReadResourceRequest,
  type ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Deployment } from "./deployment";
import { EngineError } from "./errors";
import { goalOf } from "./goal";
import { serve, unary, unimplemented } from "./grpc";
import type { Progress } from "./progress";
import { readStackReference, STACK_REFERENCE, type StackReferenceOptions } from "./stackReference";
import { buildUrn } from "./urn";
import { fromWire, toWire, type Values } from "./values";

/** Without `aliasSpecs` the SDK works out the aliases' URNs itself. */
const FEATURES = ["secrets", "resourceReferences", "outputValues", "parameterization", "deletedWith"];

const SEVERITIES = {
  [LogSeverity.DEBUG]: undefined,
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
} as const;

export interface MonitorOptions extends StackReferenceOptions {
  readonly stack: string;
}

/** Serves the two services that a Pulumi program talks to. */
export async function startMonitor(
  deployment: Deployment,
  progress: Progress,
  options: MonitorOptions,
): Promise<{ readonly address: string; stop(): void }> {
  return serve([
    [ResourceMonitorService, resourceMonitor(deployment, progress, options)],
    [EngineService, engine(progress)],
  ]);
}

function resourceMonitor(
  deployment: Deployment,
  progress: Progress,
  options: MonitorOptions,
): IResourceMonitorServer {
  return {
    // The SDK then asks feature by feature.
    getDeploymentInfo: unimplemented(),
    supportsFeature: unary((request) =>
      new SupportsFeatureResponse().setHassupport(FEATURES.includes(request.getId())),
    ),
    registerResource: unary(async (request) => {
      const { urn, id, outputs } = await deployment.register(goalOf(request));
      return new RegisterResourceResponse()
        .setUrn(urn)
        .setId(id ?? "")
        .setObject(toWire(outputs));
    }),
    registerResourceOutputs: unary((request) => {
      deployment.registerOutputs(request.getUrn(), fromWire(request.getOutputs()));
      return new Empty();
    }),
    readResource: unary((request) => {
      const urn = buildUrn(options.stack, options.project, request.getType(), request.getName());
      return progress.essential(urn, async () => {
        const response = await read(request, urn, options);
        const parent = request.getParent() === "" ? undefined : request.getParent();
        deployment.hasRead(request.getType(), request.getName(), parent, { name: request.getId() });
        return response;
      });
    }),
    invoke: unary((request) => invoke(request, deployment)),
    registerPackage: unary(() => new RegisterPackageResponse().setRef("local")),
    signalAndWaitForShutdown: unary(() => new Empty()),
    call: unimplemented(),
    registerStackTransform: unimplemented(),
    registerStackInvokeTransform: unimplemented(),
    registerResourceHook: unimplemented(),
    registerErrorHook: unimplemented(),
  };
}

async function read(
  request: ReadResourceRequest,
  urn: string,
  options: MonitorOptions,
): Promise<ReadResourceResponse> {
  if (request.getType() !== STACK_REFERENCE) {
    throw new EngineError(`${urn}: the local engine cannot read existing resources (id ${request.getId()})`);
  }
  const properties = await readStackReference(request.getId(), options);
  return new ReadResourceResponse().setUrn(urn).setProperties(toWire(properties));
}

async function invoke(request: ResourceInvokeRequest, deployment: Deployment): Promise<InvokeResponse> {
  const args = fromWire(request.getArgs());
  const provider = request.getProvider();
  const result =
    request.getTok() === "pulumi:pulumi:getResource"
      ? getResource(String(args.urn), deployment)
      : await deployment.invoke(request.getTok(), args, provider === "" ? undefined : provider);
  const response = new InvokeResponse();
  response.setReturn(toWire(result));
  return response;
}

/** How the SDK turns a reference to a resource that it did not create itself into an object. */
function getResource(urn: string, deployment: Deployment): Values {
  const resource = deployment.lookUp(urn);
  if (resource === undefined) {
    throw new EngineError(`unknown resource ${urn}`);
  }
  return { urn, id: resource.id ?? "", state: resource.outputs };
}

function engine(progress: Progress): IEngineServer {
  let root = "";
  return {
    log: unary((request) => {
      const severity = SEVERITIES[request.getSeverity()];
      if (severity !== undefined && !request.getEphemeral()) {
        progress.say(severity, request.getMessage(), request.getUrn() || undefined);
      }
      return new Empty();
    }),
    getRootResource: unary(() => {
      const response = new GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request) => {
      root = request.getUrn();
      return new SetRootResourceResponse();
    }),
    startDebugging: unimplemented(),
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  };
}
