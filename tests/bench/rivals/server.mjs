// A small static server on this computer: the rival pages, and the same bytes of the plan as ours sends.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { brotliCompressSync, constants } from "node:zlib";

const here = (name) => readFileSync(new URL(name, import.meta.url));
const brotli = (bytes, quality) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

/** Serves; `plan` is the plan response, JSON. */
export async function rivals(plan) {
  const script = here("../node_modules/ag-grid-community/dist/ag-grid-community.min.js");
  const files = new Map();
  const add = (path, type, bytes, quality = 11) => files.set(path, { type, bytes: brotli(bytes, quality) });
  for (const name of ["ag-grid.html", "plain.html"]) add(`/${name}`, "text/html", here(name));
  for (const name of ["data.js", "ag-grid-page.js", "plain-page.js"]) add(`/${name}`, "text/javascript", here(name));
  add("/ag-grid.js", "text/javascript", script);
  add("/plan", "application/json", plan, 9);
  const server = createServer((request, response) => {
    const file = files.get(request.url);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": `${file.type}; charset=utf-8`, "content-encoding": "br", "content-length": file.bytes.length });
    response.end(file.bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
