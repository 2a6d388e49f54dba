// What a first visit of the matrix costs in bytes, compressed as the server sends them (brotli), against
// tests/bench/budget.json. Exit status 1 when a figure is over.
//   node scripts/budget.mjs               the app alone
//   node scripts/budget.mjs FILE          and the plan response, from a file: JSON, or .br as it travels
//   node scripts/budget.mjs /api/plans/X  and the plan response, as the server at MATRIZ_URL sends it; the
//                                         browser asks with ?lang= of its page
import { readFileSync, readdirSync } from "node:fs";
import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { brotliCompressSync } from "node:zlib";

const root = new URL("../", import.meta.url);
const dist = new URL("app/dist/", root);
const limits = JSON.parse(readFileSync(new URL("tests/bench/budget.json", root), "utf8"));

function fail(text) {
  console.error(`budget: ${text}`);
  process.exit(1);
}

let names;
try {
  names = readdirSync(dist);
} catch {
  fail("there is no app/dist; `make build` first");
}

function one(pattern) {
  const found = names.filter((name) => pattern.test(name));
  if (found.length !== 1) fail(`expected one file like ${pattern} in app/dist, found ${found.length}; is it a release build?`);
  return readFileSync(new URL(`${found[0]}.br`, dist)).length;
}

/** Length of a body as it travels, or undefined while the server has not compressed it yet. */
function sent(url) {
  return new Promise((resolve) => {
    const request = get(url, { headers: { "accept-encoding": "br" } }, (response) => {
      let length = 0;
      response.on("data", (chunk) => (length += chunk.length));
      response.on("end", () => {
        if (response.statusCode !== 200) fail(`${url} answers ${response.statusCode}`);
        resolve(response.headers["content-encoding"] === "br" ? length : undefined);
      });
    });
    request.on("error", (error) => fail(`${url}: ${error.message}`));
  });
}

/** The first answers after a start are plain: the server compresses beside its work. */
async function compressed(url) {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const length = await sent(url);
    if (length !== undefined) return length;
    await pause(200);
  }
  fail(`${url} is not compressed`);
}

async function plan(argument) {
  if (argument.startsWith("/api/")) return compressed(new URL(argument, process.env.MATRIZ_URL));
  const bytes = readFileSync(argument);
  return argument.endsWith(".br") ? bytes.length : brotliCompressSync(bytes).length;
}

const parts = {
  document: one(/^index\.html$/),
  wasm: one(/^app-[0-9a-f]{16}\.wasm$/),
  js: one(/^app-[0-9a-f]{16}\.js$/),
  css: one(/^matriz-[0-9a-f]{16}\.css$/),
};
if (process.argv[2]) parts.plan = await plan(process.argv[2]);
parts.total = Object.values(parts).reduce((sum, size) => sum + size, 0);

let over = false;
console.log("First visit    bytes   limit");
for (const [name, size] of Object.entries(parts)) {
  const limit = limits[name];
  const share = limit ? `${String(limit).padStart(8)}  ${Math.round((100 * size) / limit)} %` : "";
  if (size > limit) over = true;
  console.log(`${name.padEnd(11)}${String(size).padStart(9)}${share}${size > limit ? "  OVER" : ""}`);
}
if (over) fail("over the budget of tests/bench/budget.json");
