"use strict";
// Makes every npm command work on a fresh clone. Uses Node built-ins only, because nothing else is there yet.
const { spawn } = require("node:child_process");
const { randomUUID } = require("node:crypto");
const { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { clearInterval, setInterval } = require("node:timers");
const { setTimeout: sleep } = require("node:timers/promises");

const root = path.resolve(__dirname, "..");
/** `npm ci` removes node_modules, so the lock is elsewhere. */
const lockFile = path.join(root, ".local", "install.lock");

/** Who installs touches the lock so often, in milliseconds; it is given up when it was not touched for so long. */
const heartbeat = 500;
const givenUp = 10_000;

async function main() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node ${process.versions.node} is too old: codecommit-platform needs 20.19 or later.`);
  }
  if (isInstalled()) {
    return;
  }
  const unlock = await lock();
  try {
    // Another command may have done it meanwhile.
    if (!isInstalled()) {
      await install();
    }
  } finally {
    unlock();
  }
}

/** Whether node_modules has what package-lock.json says, whoever put it there. */
function isInstalled() {
  const wanted = packagesOf(path.join(root, "package-lock.json"));
  // npm writes it when an installation is complete. Source: npm docs, "package-lock.json", Hidden Lockfiles.
  const found = packagesOf(path.join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || found === undefined) {
    return false;
  }
  return Object.entries(wanted).every(([location, { version, integrity, ...about }]) => {
    const there = found[location];
    const same = there !== undefined && there.version === version && there.integrity === integrity;
    return location === "" || same || (there === undefined && about.optional && !isForThisMachine(about));
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * esbuild has one package for each system and lists all of them. What says nothing of systems, npm may leave out; so it
 * may what asks for a C library, of which a system has one and a lockfile names two.
 */
function isForThisMachine({ os, cpu, libc }) {
  const fits = (list, own) => list.includes(own) || (!list.includes(`!${own}`) && /^!/.test(list[0]));
  return (
    os !== undefined &&
    cpu !== undefined &&
    libc === undefined &&
    fits(os, process.platform) &&
    fits(cpu, process.arch)
  );
}

async function install() {
  console.error("Installing the packages of package-lock.json (once) …");
  const npm = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === "win32" ? "npm.cmd" : "npm"];
  const code = await new Promise((resolve, reject) => {
    const child = spawn(npm[0], [...npm.slice(1), "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
      // stdout may be somebody's JSON: what npm says goes to stderr.
      stdio: ["ignore", 2, 2],
    });
    child.once("error", reject).once("close", (status) => resolve(status ?? 1));
  });
  if (code !== 0) {
    process.exitCode = code;
    throw new Error("npm ci failed; see above. Nothing was started.");
  }
}

/**
 * Waits until no other command installs: two at once would remove each other's files.
 *
 * @returns gives the lock back
 */
async function lock() {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  const token = randomUUID();
  for (let told = false; !(await take(token)); told = true) {
    if (!told) {
      console.error(`Waiting for another command that installs the packages (${lockFile}) …`);
    }
    await sleep(heartbeat);
  }
  const beat = setInterval(touch, heartbeat);
  return () => {
    clearInterval(beat);
    if (holder() === token) {
      rmSync(lockFile, { force: true });
    }
  };
}

async function take(token) {
  // A killed command leaves its lock behind.
  const abandoned = Date.now() - touchedAt() > givenUp;
  if (abandoned) {
    rmSync(lockFile, { force: true });
  }
  try {
    writeFileSync(lockFile, token, { flag: "wx" });
  } catch (error) {
    if (error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
  if (abandoned) {
    // Another one may have found it abandoned at the same moment and have removed the lock that we made since.
    await sleep(heartbeat);
  }
  return holder() === token;
}

function holder() {
  try {
    return readFileSync(lockFile, "utf8");
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970; now when there is no lock. */
function touchedAt() {
  return statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

function touch() {
  try {
    utimesSync(lockFile, new Date(), new Date());
  } catch {
    // Somebody removed it by hand: another command may start to install, as that somebody wants.
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode ||= 1;
});
