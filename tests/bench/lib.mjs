// What the benchmarks share: programs and folders that go away, numbers, one table.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { performance } from "node:perf_hooks";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const binary = `${root}target/release/matriz`;
export const tool = `${root}target/release/examples/bench`;
export const output = fileURLToPath(new URL("output/", import.meta.url));
/** On the same disk as the repository: a temporary folder may be in memory, where no write waits for a disk. */
const scratch = `${root}target/bench/${process.pid}`;
export const token = "bench-token-bench-token";

const running = new Set();
const goodbyes = [];

/** Something to undo when the run ends, however it ends. */
export function atEnd(undo) {
  goodbyes.push(undo);
}

export async function tidy() {
  await Promise.all([...running].map(stop));
  for (const undo of goodbyes.splice(0).reverse()) await undo();
  rmSync(scratch, { recursive: true, force: true });
}

/** A new empty folder of this run. */
export function folder(name) {
  const path = `${scratch}/${name}`;
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The environment without what would lead the programs elsewhere. */
function clean(more) {
  const env = { ...process.env, ...more };
  for (const name of Object.keys(process.env).filter((n) => n === "DATABASE_URL" || n.startsWith("MATRIZ_"))) {
    if (!(name in more)) delete env[name];
  }
  return env;
}

/** Starts a program that says its address on its first line. `started` is how long that took, in ms. */
async function start(command, args, env) {
  const before = performance.now();
  const child = spawn(command, args, { env: clean(env), stdio: ["ignore", "pipe", "ignore"] });
  running.add(child);
  child.ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  const line = await Promise.race([
    new Promise((resolve) => createInterface(child.stdout).once("line", resolve)),
    child.ended.then(() => undefined),
  ]);
  const url = line?.match(/http:\S+/)?.[0];
  if (!url) throw new Error(`${command} ${args.join(" ")} did not start: ${line ?? "it ended"}`);
  return { child, url, pid: child.pid, started: performance.now() - before };
}

export async function stop(child) {
  running.delete(child);
  child.kill("SIGTERM");
  await child.ended;
}

/** `matriz serve` on a free port; `app`: a folder with the app, in place of the one inside the program. */
export async function serve(data, { env = {}, demo = false, app } = {}) {
  const args = ["serve", "--listen", `127.0.0.1:${await freePort()}`, "--data", data, ...(demo ? ["--demo"] : []), ...(app ? ["--app-dir", resolve(app)] : [])];
  return start(binary, args, { MATRIZ_WRITE_TOKEN: token, ...env });
}

/** A bare axum handler that answers with the bytes of `url`. */
export async function bare(path, url) {
  return start(tool, ["bare", `127.0.0.1:${await freePort()}`, path, url], {});
}

/** Runs one command of the tool without holding up what else runs here; gives what it printed. */
export async function measure(...args) {
  const child = spawn(tool, args.map(String), { env: clean({}), stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`bench ${args.join(" ")} failed`);
  return JSON.parse(text);
}

export function matriz(args, env = {}) {
  const before = performance.now();
  execFileSync(binary, args, { env: clean({ MATRIZ_LOG: "warn", ...env }), stdio: ["ignore", "ignore", "inherit"] });
  return performance.now() - before;
}

/** Memory of a process in bytes, as the system counts it. */
export function memory(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) * 1024;
}

/** Waits until the server has its smallest answer ready; gives it and how long it was in the making, in ms. */
export async function compressed(url) {
  const before = performance.now();
  for (;;) {
    const response = await fetch(url, { headers: { "accept-encoding": "br" } });
    const bytes = await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    if (response.headers.get("content-encoding") === "br") {
      return { size: Number(response.headers.get("content-length")), plain: bytes.byteLength, took: performance.now() - before };
    }
    if (performance.now() - before > 120_000) throw new Error(`${url} is never compressed`);
    await pause(100);
  }
}

export function median(values) {
  const sorted = values.filter((v) => v !== undefined && v !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What happens now, for somebody who waits. */
export function note(text) {
  console.error(`  ${Math.round(performance.now() / 1000)} s: ${text}`);
}

export function save(name, value) {
  mkdirSync(output, { recursive: true });
  writeFileSync(`${output}${name}.json`, `${JSON.stringify(value, undefined, 2)}\n`);
}

export const ms = (v) => (v === undefined ? "-" : `${v < 10 ? v.toFixed(1) : Math.round(v)} ms`);
export const kB = (v) => `${(v / 1000).toFixed(v < 100_000 ? 1 : 0)} kB`;
export const MB = (v) => (v === undefined ? "-" : `${(v / 1e6).toFixed(1)} MB`);
export const rate = (v) => `${Math.round(v)}/s`;
export const times = (v) => (Number.isFinite(v) ? `${v.toFixed(v < 10 ? 2 : 0)}x` : "-");

/** A row of the table: what, our figure, and either a limit or rivals with ratios; `ok` undefined when nothing is asked. */
export function row(what, ours, { beside = "", ratio = "", aim = "", ok } = {}) {
  return { what, ours, beside, ratio, aim, ok };
}

export function print(title, rows) {
  const head = { what: title, ours: "Matriz", beside: "beside", ratio: "ratio", aim: "aim", ok: undefined };
  const all = [head, ...rows];
  const names = ["what", "ours", "beside", "ratio", "aim"];
  const widths = names.map((name) => Math.max(...all.map((r) => [...r[name]].length)));
  const line = (r) => names.map((name, i) => `${r[name]}${" ".repeat(widths[i] - [...r[name]].length)}`).join(" | ");
  const mark = (r) => (r.ok === undefined ? "" : r.ok ? "met" : "MISSED");
  console.log(`\n| ${line(head)} |        |`);
  console.log(`|${widths.map((w) => "-".repeat(w + 2)).join("|")}|--------|`);
  for (const r of rows) console.log(`| ${line(r)} | ${mark(r).padEnd(6)} |`);
}
