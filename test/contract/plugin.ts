import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  PropertyDiff,
  InvokeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { diffProperties } from "../../local/engine/diff";
import { serve, unary, unimplemented } from "../../local/engine/grpc";
import { pathMatches } from "../../local/engine/propertyPath";
import type { Provider, ResourceContext } from "../../local/engine/provider";
import { parseUrn } from "../../local/engine/urn";
import { forHandler, fromWire, toWire, type Values } from "../../local/engine/values";

/** Serves a provider of the local engine as a plugin of the real one; the port is its first line on stdout. */
export async function servePlugin(provider: Provider): Promise<void> {
  const { address } = await serve([[ResourceProviderService, plugin(provider)]]);
  process.stdout.write(`${address.split(":").at(-1) ?? ""}\n`);
}

function plugin(provider: Provider): IResourceProviderServer {
  let settings: Values = {};
  const handlerOf = (urn: string) => {
    const type = parseUrn(urn).qualifiedType.split("$").at(-1) ?? "";
    const handler = provider.resources[type];
    if (handler === undefined) throw new Error(`unknown resource type ${type}`);
    return { type, handler };
  };
  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion("1.0.0")),
    checkConfig: unary((request) => new CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary((request) => {
      settings = fromWire(request.getArgs());
      return new ConfigureResponse().setSupportspreview(true);
    }),
    check: unary((request) => {
      const { type } = handlerOf(request.getUrn());
      const inputs = fromWire(request.getNews());
      return new CheckResponse().setInputs(toWire(provider.check?.(type, inputs, settings) ?? inputs));
    }),
    diff: unary((request) => {
      const { handler } = handlerOf(request.getUrn());
      const changes = diffProperties(fromWire(request.getOldInputs()), fromWire(request.getNews())).filter(
        ({ path }) => !request.getIgnorechangesList().some((ignored) => pathMatches(ignored, path)),
      );
      const response = new DiffResponse()
        .setChanges(
          changes.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
        )
        .setDiffsList(changes.map(({ path }) => path))
        .setHasdetaileddiff(true);
      const replaces = changes.filter(({ path }) => handler.replaceOn?.some((p) => pathMatches(p, path)));
      response.setReplacesList(replaces.map(({ path }) => path));
      for (const change of changes) {
        const kinds = { add: "ADD", update: "UPDATE", delete: "DELETE" } as const;
        const suffix = replaces.includes(change) ? ("_REPLACE" as const) : "";
        const kind = PropertyDiff.Kind[`${kinds[change.kind]}${suffix}`];
        response.getDetaileddiffMap().set(change.path, new PropertyDiff().setKind(kind));
      }
      return response;
    }),
    create: unary(async (request) => {
      const inputs = fromWire(request.getProperties());
      if (request.getPreview()) return new CreateResponse().setProperties(toWire(inputs));
      const { handler } = handlerOf(request.getUrn());
      const { id, outputs } = await handler.create(forHandler(inputs), contextOf(request.getUrn()));
      return new CreateResponse().setId(id).setProperties(toWire({ ...inputs, ...outputs }));
    }),
    update: unary(async (request) => {
      const inputs = fromWire(request.getNews());
      const old = fromWire(request.getOlds());
      if (request.getPreview()) return new UpdateResponse().setProperties(toWire({ ...old, ...inputs }));
      const { handler } = handlerOf(request.getUrn());
      const outputs = await handler.update?.(
        request.getId(),
        forHandler(inputs),
        forHandler(old),
        contextOf(request.getUrn()),
      );
      return new UpdateResponse().setProperties(toWire({ ...inputs, ...outputs }));
    }),
    delete: unary(async (request) => {
      const { handler } = handlerOf(request.getUrn());
      await handler.delete(request.getId(), fromWire(request.getProperties()), contextOf(request.getUrn()));
      return new Empty();
    }),
    read: unary(async (request) => {
      const { handler } = handlerOf(request.getUrn());
      const found = await handler.read?.(request.getId(), contextOf(request.getUrn()), false);
      const response = new ReadResponse();
      return found === undefined
        ? response
        : response
            .setId(request.getId())
            .setInputs(toWire(found.inputs))
            .setProperties(toWire({ ...found.inputs, ...found.outputs }));
    }),
    invoke: unary(async (request) => {
      const answer = await provider.functions[request.getTok()]?.(fromWire(request.getArgs()), place);
      const response = new InvokeResponse();
      response.setReturn(toWire(answer ?? {}));
      return response;
    }),
    cancel: unary(() => new Empty()),
    ...{ handshake: unimplemented(), parameterize: unimplemented(), getSchema: unimplemented() },
    ...{ call: unimplemented(), construct: unimplemented(), attach: unimplemented() },
    ...{ getMapping: unimplemented(), getMappings: unimplemented() },
    list: (call) => call.destroy(new Error("not offered")),
  };
}

const place = { region: "here", accountId: "123456789012", partition: "aws" };

function contextOf(urn: string): ResourceContext {
  return { urn, name: parseUrn(urn).name, ...place };
}
