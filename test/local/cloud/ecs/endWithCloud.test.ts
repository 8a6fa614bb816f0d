import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const preload = join(__dirname, "../../../../local/cloud/ecs/endWithCloud.js");

describe("A task's process", () => {
  /** Starts a task as the cloud does, in a process that stands for the cloud; its output is the task's id. */
  const cloud = (task: string): ChildProcess => {
    const parent = `
      const { spawn } = require("node:child_process");
      const args = ["--require", ${JSON.stringify(preload)}, "-e", ${JSON.stringify(task)}];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "ignore", "ipc"] });
      child.once("spawn", () => console.log(child.pid));
      child.once("exit", (code) => process.exit(code === 0 ? 7 : 8));`;
    return spawn(process.execPath, ["-e", parent], { stdio: ["ignore", "pipe", "inherit"] });
  };
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it("ends with a cloud that is killed", async () => {
    const parent = cloud("setInterval(() => undefined, 1000)");
    const [line] = (await once(parent.stdout ?? parent, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).to.equal(true);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it("ends by itself when it has nothing left to do", async () => {
    const [code] = (await once(cloud(""), "exit")) as [number];
    expect(code).to.equal(7);
  });
});
