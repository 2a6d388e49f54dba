// Bytes of a first visit of the demonstration plan, as the server sends them, against budget.json.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { compressed, folder, kB, row, save, serve, stop } from "./lib.mjs";

const limits = JSON.parse(readFileSync(new URL("budget.json", import.meta.url), "utf8"));
const slug = "peru-trata-2007-2013";

export async function bytes({ app } = {}) {
  const server = await serve(folder("bytes"), { demo: true, app });
  const html = await (await fetch(`${server.url}/es/plans/${slug}`)).text();
  const asset = (pattern) => html.match(pattern)?.[0] ?? "";
  const paths = {
    document: `/es/plans/${slug}`,
    wasm: asset(/\/app-[0-9a-f]+\.wasm/),
    js: asset(/\/app-[0-9a-f]+\.js/),
    css: asset(/\/matriz-[0-9a-f]+\.css/),
    data: `/api/plans/${slug}?lang=es`,
  };
  const parts = {};
  for (const [name, path] of Object.entries(paths)) {
    if (!path) throw new Error(`no ${name} in the document; is it a release build?`);
    parts[name] = (await compressed(server.url + path)).size;
  }
  await stop(server.child);
  parts.total = Object.values(parts).reduce((sum, size) => sum + size, 0);
  const rival = readFileSync(new URL("node_modules/ag-grid-community/dist/ag-grid-community.min.js", import.meta.url));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: rival.length };
  const agGrid = brotliCompressSync(rival, { params }).length;
  save("bytes", { parts, limits, agGrid });
  return Object.entries(parts).map(([name, size]) => {
    const limit = limits[name];
    if (limit === undefined) return row(`first visit, ${name}`, kB(size));
    const beside = name === "wasm" ? `AG Grid script ${kB(agGrid)}` : "";
    return row(`first visit, ${name}`, kB(size), {
      beside,
      ratio: beside && `${(size / agGrid).toFixed(2)}x`,
      aim: `${kB(limit)} (${Math.round((100 * size) / limit)} %)`,
      ok: size <= limit,
    });
  });
}
