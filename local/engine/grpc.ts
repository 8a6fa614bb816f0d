import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type ServiceDefinition,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { messageOf } from "./errors";
import { Halt } from "./progress";

/** Whole stacks travel in one message; the real engine allows 400 MB too. */
export const MESSAGE_LIMITS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

/** A client's: this machine is never asked for through a proxy, whatever `http_proxy` says. */
export const CLIENT_OPTIONS = { ...MESSAGE_LIMITS, "grpc.enable_http_proxy": 0 };

/** The same for child processes, whose options are not ours. Source: doc/environment_variables.md of @grpc/grpc-js. */
export function withoutProxy({
  no_grpc_proxy: own,
  no_proxy: general,
}: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const spared = own ?? general;
  return { no_grpc_proxy: [...(spared ? [spared] : []), "127.0.0.1"].join(",") };
}

/** A unary method as an asynchronous function. After {@link Halt} the caller gets no answer at all. */
export function unary<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => callback(null, response),
        (error: unknown) => {
          if (!(error instanceof Halt)) {
            callback({ code: status.UNKNOWN, details: messageOf(error) });
          }
        },
      );
  };
}

/** A method that nothing here offers. */
export function unimplemented<Request, Response>(): handleUnaryCall<Request, Response> {
  return (_call, callback) =>
    callback({ code: status.UNIMPLEMENTED, details: "not offered by the local engine" });
}

/** Calls a client's method and waits for its answer. */
export function call<Response>(
  method: (callback: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method((error, response) => {
      if (error === null) {
        resolve(response);
      } else {
        reject(new Error(error.details));
      }
    });
  });
}

/** Serves on a free port of 127.0.0.1. `stop` drops open calls. */
export async function serve(
  services: readonly (readonly [ServiceDefinition, UntypedServiceImplementation])[],
): Promise<{ readonly address: string; stop(): void }> {
  const server = new Server(MESSAGE_LIMITS);
  for (const [definition, implementation] of services) {
    server.addService(definition, implementation);
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
