import { expect } from "chai";
import { parseDockerfile } from "../../../../local/cloud/ecr/dockerfile";

describe("A Dockerfile", () => {
  const text = [
    "# The worker.",
    "FROM node:24-slim",
    "WORKDIR /app",
    'ENV MODE=fast NAME="a b"',
    "COPY worker.js \\",
    "     other.js ./",
    "USER node",
    'ENTRYPOINT ["node", "worker.js"]',
    'CMD ["--once"]',
  ];

  it("says what to copy where, and what to run", () => {
    expect(parseDockerfile(text.join("\n"))).to.deep.equal({
      workingDirectory: "/app",
      copies: [{ sources: ["worker.js", "other.js"], target: "/app/./" }],
      environment: { MODE: "fast", NAME: "a b" },
      entryPoint: ["node", "worker.js"],
      command: ["--once"],
    });
  });

  it("may name its node by any path", () => {
    const distroless = text.map((line) => line.replace('["node",', '["/nodejs/bin/node",'));
    expect(parseDockerfile(distroless.join("\n")).entryPoint).to.deep.equal([
      "/nodejs/bin/node",
      "worker.js",
    ]);
  });

  it("may leave the whole command to CMD", () => {
    const { entryPoint, command } = parseDockerfile('FROM node:24-slim\nCMD ["node", "worker.js"]');
    expect([...entryPoint, ...command]).to.deep.equal(["node", "worker.js"]);
  });

  for (const [line, named] of [
    ["RUN npm ci", "RUN"],
    ["COPY --from=build a b", "COPY --from=build"],
    ["CMD node worker.js", "CMD in shell form"],
    ['ENTRYPOINT ["/bin/sh", "-c", "node worker.js"]', "runs /bin/sh"],
    ["ENTRYPOINT []", "runs --once"],
  ] as const) {
    it(`is refused with ${line}`, () => {
      expect(() => parseDockerfile([...text, line].join("\n"))).to.throw(named);
    });
  }
});
