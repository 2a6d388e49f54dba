// What Trunk leaves to do after a release build, run as its post_build hook:
// 1. names by content. Trunk names wasm and js after the compiler's output, before wasm-bindgen and wasm-opt,
//    so the same name could hold other bytes, and these files are cached for ever. Every hashed name becomes
//    <stem>-<16 hex digits of its content>.<extension>.
// 2. the list of files and the version in sw.js.
// 3. .br and .gz siblings of what compresses.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

if (process.env.TRUNK_PROFILE === "debug") process.exit(0);

const dist = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
if (!dist) {
  console.error("finish-dist: which folder?");
  process.exit(1);
}
const read = (name) => readFileSync(join(dist, name));
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

let html = read("index.html").toString();
const hashed = [];
for (const name of readdirSync(dist)) {
  const parts = name.match(/^(.+?)-[0-9a-f]{8,16}(?:_bg)?\.(css|js|wasm)$/);
  if (!parts) continue;
  const better = `${parts[1]}-${hash(read(name))}.${parts[2]}`;
  if (!html.includes(`/${name}`)) {
    console.error(`finish-dist: index.html does not mention ${name}`);
    process.exit(1);
  }
  renameSync(join(dist, name), join(dist, better));
  html = html.replaceAll(`/${name}`, `/${better}`);
  hashed.push(better);
}
writeFileSync(join(dist, "index.html"), html);

// Only the matrix has a service worker.
if (readdirSync(dist).includes("sw.js")) fillServiceWorker();
compress();

function fillServiceWorker() {
  const shell = ["index.html", "manifest.webmanifest", "icons/icon.svg", ...hashed.sort()];
  const version = hash(shell.map((name) => `${name} ${hash(read(name))}\n`).join(""));
  let worker = read("sw.js").toString();
  for (const [from, to] of [
    ['const VERSION = "development";', `const VERSION = "${version}";`],
    ["const FILES = [];", `const FILES = ${JSON.stringify(shell.map((name) => `/${name}`))};`],
  ]) {
    if (!worker.includes(from)) {
      console.error(`finish-dist: sw.js has no line \`${from}\``);
      process.exit(1);
    }
    worker = worker.replace(from, to);
  }
  writeFileSync(join(dist, "sw.js"), worker);
}

function compress() {
  const files = readdirSync(dist, { recursive: true }).filter((name) => /\.(html|js|css|wasm|svg|webmanifest)$/.test(name));
  for (const name of files) {
    const bytes = read(name);
    const br = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 22,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    for (const [suffix, packed] of [["br", br], ["gz", gzipSync(bytes, { level: 9 })]]) {
      const path = join(dist, `${name}.${suffix}`);
      // A sibling that saves nothing is only one more file.
      if (packed.length < bytes.length) writeFileSync(path, packed);
      else rmSync(path, { force: true });
    }
  }
}
