import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** The process that listens on a port of this machine; undefined when that is hidden from this user. */
export function holderOfPort(port: number): PortHolder | undefined {
  return process.platform === "linux" ? fromProc(port) : fromLsof(port);
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html: local address, state 0A for LISTEN, and inode. */
function fromProc(port: number): PortHolder | undefined {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    linesOf(file)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = "", , state]) => state === "0A" && local.endsWith(`:${wanted}`))
      .map((fields) => `socket:[${fields[9]}]`),
  );
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const pid = pids.find((name) => socketsOf(name).some((socket) => inodes.includes(socket)));
  return pid === undefined
    ? undefined
    : { pid: Number(pid), command: linesOf(`/proc/${pid}/comm`).join("") || "?" };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** None of a process that has ended meanwhile, or is another user's. */
function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** As macOS and most other systems have it. */
function fromLsof(port: number): PortHolder | undefined {
  const { stdout } = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
    encoding: "utf8",
  });
  const [, pid, command] = /^p(\d+)\nc(.*)$/m.exec(stdout ?? "") ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), command };
}
