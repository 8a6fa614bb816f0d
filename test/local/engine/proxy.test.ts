import { expect } from "chai";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { Shop } from "./shop";

/** gRPC takes its proxy from lower-case variables. Source: doc/environment_variables.md of @grpc/grpc-js 1.14. */
const variables = ["grpc_proxy", "http_proxy"] as const;

describe("A proxy in the environment", () => {
  const kept = Object.fromEntries([...variables, "no_proxy"].map((name) => [name, process.env[name]]));
  const pack = { directory: resolve(__dirname, "../../fixtures/pack") };
  let shop: Shop;

  before(async () => {
    shop = await Shop.open();
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });
  after(() => shop.close());

  for (const name of variables) {
    it(`is not asked for program and policies on this machine, as ${name}`, async () => {
      const asked: string[] = [];
      const proxy = createServer().on("connect", ({ url }, socket) => {
        asked.push(url ?? "");
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      });
      await once(proxy.listen(0, "127.0.0.1"), "listening");
      process.env[name] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      process.env.no_proxy = "example.com";
      try {
        const result = await shop.preview([{ name: "a" }], { policyPacks: [pack] });
        expect(asked).to.deep.equal([]);
        expect(result.ok, JSON.stringify(result.diagnostics)).to.equal(true);
      } finally {
        proxy.close();
      }
    });
  }
});
