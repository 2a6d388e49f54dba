// All benchmarks, or some of them; one table each, the same figures in output/*.json.
//   node tests/bench/run.mjs                        all
//   node tests/bench/run.mjs --only bytes,server    some: bytes, browser, server, officials, workshop
//   node tests/bench/run.mjs --rounds 3 --profile   fewer visits in the browser; keep CPU profiles
//   node tests/bench/run.mjs --app-dir app/dist     the app of a folder, in place of the one in the program
import { existsSync, mkdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { binary, output, print, save, tidy, tool } from "./lib.mjs";
import { bytes } from "./bytes.mjs";
import { browser } from "./browser.mjs";
import { officials } from "./officials.mjs";
import { server } from "./server.mjs";
import { workshop } from "./workshop.mjs";

const { values } = parseArgs({
  options: { only: { type: "string", default: "bytes,browser,server,officials,workshop" }, rounds: { type: "string", default: "5" }, profile: { type: "boolean", default: false }, "app-dir": { type: "string" } },
});
const wanted = values.only.split(",");
const app = values["app-dir"];
const benches = { bytes: () => bytes({ app }), browser: () => browser({ rounds: Number(values.rounds), profile: values.profile, app }), server, officials, workshop };
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`bench: ${unknown} is none of ${Object.keys(benches)}`);
  process.exit(2);
}
for (const path of [binary, tool, fileURLToPath(new URL("node_modules/ag-grid-community", import.meta.url))]) {
  if (existsSync(path)) continue;
  console.error(`bench: ${path} is missing; \`make bench\` brings it`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => tidy().finally(() => process.exit(130)));
mkdirSync(output, { recursive: true });
const load = () => loadavg()[0].toFixed(1);
console.log(`${cpus().length} x ${cpus()[0].model}, load of the machine before: ${load()}`);
const started = performance.now();
let missed = 0;
const tables = {};
try {
  for (const name of wanted) {
    tables[name] = await benches[name]();
    print(name, tables[name]);
    missed += tables[name].filter((row) => row.ok === false).length;
  }
} finally {
  await tidy();
}
const seconds = Math.round((performance.now() - started) / 1000);
save("tables", { at: new Date().toISOString(), cpus: cpus().length, load: loadavg(), seconds, tables });
console.log(`\n${seconds} s; load of the machine after: ${load()}; ${missed} aims missed`);
// A busy machine misses aims: only what is the same on every machine fails the run.
const wrong = (name) => tables[name]?.some((row) => row.ok === false && !/ s$/.test(row.aim ?? ""));
process.exitCode = ["bytes", "officials", "workshop"].some(wrong) ? 1 : 0;
