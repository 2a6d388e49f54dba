// The large plan in Chromium: load, search, expand-all, scrolling, memory; beside AG Grid and a plain table
// with the same data. Each round is a new browser, the pages take turns, figures are medians of the rounds.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { atEnd, compressed, folder, kB, matriz, MB, measure, median, memory, ms, note, output, row, save, serve, stop, times } from "./lib.mjs";
import { rivals } from "./rivals/server.mjs";

const INDICATORS = 10_000;
const FRAMES = 240;
const WORDS = ["victimas", "puno", "sentencias lima"];
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("playwright-core");
const probe = readFileSync(new URL("probe.js", import.meta.url), "utf8").trim().replace(/^(\/\/.*\n)+/, "").replace(/;$/, "");

const SITES = {
  matriz: { row: ".matrix__row--indicator .cell", anyRow: ".matrix__row", count: "output[role=status]", search: "#search" },
  agGrid: { row: ".ag-row .ag-cell-value, .ag-row .ag-cell", anyRow: ".ag-row", count: "output", search: "#search" },
  plain: { row: "tbody tr td", anyRow: "tbody tr", count: "output", search: "#search" },
};

export async function browser({ rounds = 5, profile = false, app } = {}) {
  const [files, data] = [folder("plan"), folder("big")];
  note("making and importing the plan");
  const plan = await measure("plan", files, INDICATORS);
  const imported = matriz(["plan", "import", files, "--data", data]);
  const server = await serve(data, { app });
  const api = `${server.url}/api/plans/${plan.slug}?lang=es`;
  const restBefore = memory(server.pid);
  const first = performance.now();
  const text = await (await fetch(api, { headers: { "accept-encoding": "identity" } })).text();
  const firstAnswer = performance.now() - first;
  note("waiting for its brotli form");
  const small = await compressed(api);
  const others = await rivals(text);
  atEnd(others.close);
  SITES.matriz = { ...SITES.matriz, url: `${server.url}/es/plans/${plan.slug}`, plan: `/plans/${plan.slug}` };
  SITES.agGrid = { ...SITES.agGrid, url: `${others.url}/ag-grid.html`, plan: "/plan" };
  SITES.plain = { ...SITES.plain, url: `${others.url}/plain.html`, plan: "/plan" };

  const raw = { matriz: [], agGrid: [], plain: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(raw)) note(`round ${round + 1}: ${name}`), raw[name].push(await visit(name, { all: round < Math.ceil(rounds / 2), profile: profile && round === 0 }));
  }
  const server_ = { imported, firstAnswer, plainBytes: text.length, brotliBytes: small.size, brotliTook: small.took, restBefore, restAfter: memory(server.pid) };
  await stop(server.child);
  const of = Object.fromEntries(Object.entries(raw).map(([name, rounds]) => [name, summary(rounds)]));
  save("browser", { plan, server: server_, medians: of, raw });
  return table(of, server_);
}

/** One page in a browser of its own. */
async function visit(name, { all, profile }) {
  const site = SITES[name];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "es-PE" });
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(`${name}: ${error.message}`));
    const client = await context.newCDPSession(page);
    await client.send("Performance.enable");
    await page.addInitScript(`(${probe})(${JSON.stringify(site)})`);
    if (profile) await client.send("Profiler.enable").then(() => client.send("Profiler.setSamplingInterval", { interval: 200 })).then(() => client.send("Profiler.start"));
    await page.goto(site.url, { waitUntil: "commit" });
    await page.evaluate(() => window.probe.ready);
    const processor = await processorTime(browser);
    if (profile) await keepProfile(client, `${name}-load`);
    const result = await page.evaluate((plan) => {
      const { text, parsing, parsed, row, painted, wasmReady } = window.probe;
      const response = performance.getEntriesByType("resource").find((entry) => new URL(entry.name).pathname.endsWith(plan));
      return { text, parsing, parsed, row, painted, wasmReady, asked: response?.startTime, answered: response?.responseEnd, elements: document.querySelectorAll("*").length };
    }, site.plan);
    result.processor = processor;
    // The service worker fills its cache meanwhile.
    await pause(1000);
    Object.assign(result, await memories(browser, client, page));
    if (all) {
      if (profile) await client.send("Profiler.start");
      const idle = await processorTime(browser);
      result.strokes = await type(page, site);
      const typed = await processorTime(browser);
      if (profile) await keepProfile(client, `${name}-search`);
      if (name === "matriz") result.levels = await levels(page);
      const scrolling = await processorTime(browser);
      result.scroll = await page.evaluate((frames) => window.probe.scroll(frames), FRAMES);
      result.perKey = (typed - idle) / result.strokes.length;
      result.perFrame = ((await processorTime(browser)) - scrolling) / FRAMES;
    }
    return result;
  } finally {
    await browser.close();
  }
}

async function keepProfile(client, name) {
  const { profile } = await client.send("Profiler.stop");
  writeFileSync(`${output}${name}.cpuprofile`, JSON.stringify(profile));
}

/** What the page holds at rest: rubbish collected, the offline worker stopped, as browsers do when it is idle. */
async function memories(browser, client, page) {
  await client.send("ServiceWorker.enable");
  await client.send("ServiceWorker.stopAllWorkers");
  await pause(200);
  await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const wasm = await page.evaluate(() => window.probe.wasm?.buffer.byteLength ?? 0);
  const private_ = (await renderers(browser)).map(privateMemory);
  return { heap: metrics.find((m) => m.name === "JSHeapUsedSize").value, wasm, renderer: Math.max(...private_) };
}

/** The processes that pages run in. */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter((process) => process.type === "renderer").map((process) => process.id);
}

/** How long the main thread of the page has been on a processor, in ms. Other programs do not add to it. */
async function processorTime(browser) {
  const time = (pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  return Math.max(...(await renderers(browser)).map(time));
}

function privateMemory(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return [...text.matchAll(/Private_(?:Clean|Dirty):\s+(\d+)/g)].reduce((sum, [, size]) => sum + Number(size) * 1024, 0);
}

/** Types the words, one key after the other is painted; takes each back at once. */
async function type(page, site) {
  await page.focus(site.search);
  const strokes = [];
  const press = async (kind, key) => {
    const painted = page.evaluate(() => window.probe.next());
    await page.keyboard.press(key);
    strokes.push({ kind, key, ...(await painted) });
  };
  for (const word of WORDS) {
    for (const letter of word) await press(strokes.length === 0 ? "first" : "letter", letter === " " ? "Space" : letter);
    await page.keyboard.press("Control+a");
    await press("clear", "Backspace");
  }
  return strokes;
}

/** All levels closed but the first, then all open. */
async function levels(page) {
  const choose = (value) =>
    page.evaluate(
      (value) =>
        window.probe.change(() => {
          const select = document.querySelector("select[name=level]");
          select.value = value;
          select.dispatchEvent(new Event("change", { bubbles: true }));
        }),
      value,
    );
  const closed = await choose("1");
  await pause(200);
  return { closed, opened: await choose("") };
}

function summary(rounds) {
  const of = (pick) => median(rounds.map(pick).filter((v) => Number.isFinite(v)));
  const strokes = (kind) => rounds.flatMap((r) => r.strokes ?? []).filter((s) => s.kind === kind && !s.same).map((s) => s.took);
  const scrolls = rounds.map((r) => r.scroll).filter(Boolean);
  return {
    navigation: of((r) => r.painted),
    network: of((r) => r.answered - r.asked),
    fromText: of((r) => r.painted - r.text),
    fromParsed: of((r) => r.painted - r.parsed),
    parse: of((r) => r.parsed - (r.parsing ?? r.text)),
    toRow: of((r) => r.row - (r.parsed ?? r.text)),
    paint: of((r) => r.painted - r.row),
    processor: of((r) => r.processor),
    perKey: of((r) => r.perKey),
    perFrame: of((r) => r.perFrame),
    wasmReady: of((r) => r.wasmReady),
    elements: of((r) => r.elements),
    heap: of((r) => r.heap),
    wasm: of((r) => r.wasm),
    renderer: of((r) => r.renderer),
    first: median(strokes("first")),
    letter: median(strokes("letter")),
    slowest: Math.max(...strokes("letter")),
    clear: median(strokes("clear")),
    opened: of((r) => r.levels?.opened.took),
    closed: of((r) => r.levels?.closed.took),
    gap: median(scrolls.map((s) => Math.max(...s.gaps))),
    gapP95: median(scrolls.map((s) => [...s.gaps].sort((a, b) => a - b)[Math.floor(s.gaps.length * 0.95)])),
    work: median(scrolls.map((s) => Math.max(...s.work))),
    workMedian: median(scrolls.map((s) => median(s.work))),
    late: median(scrolls.map((s) => s.gaps.filter((gap) => gap > 50).length)),
    blank: median(scrolls.map((s) => s.blank)),
  };
}

function table({ matriz: m, agGrid: a, plain: p }, server) {
  const both = (name, show = ms) => ({ beside: `AG Grid ${show(a[name])}, plain ${show(p[name])}`, ratio: `${times(a[name] / m[name])}, ${times(p[name] / m[name])}` });
  const against = (name, show, limit) => ({
    ...both(name, show),
    aim: limit === undefined ? "faster than AG Grid" : `${show(limit)}`,
    ok: limit === undefined ? m[name] < a[name] : m[name] <= limit,
  });
  const least = (name, show) => ({ ...both(name, show), aim: "less than AG Grid", ok: m[name] < a[name] });
  const count = (v) => `${Math.round(v)}`;
  return [
    row("plan response, plain / br", `${kB(server.plainBytes)} / ${kB(server.brotliBytes)}`, { ratio: times(server.plainBytes / server.brotliBytes) }),
    row("import of the plan files", ms(server.imported)),
    row("plan response, first (from the database)", ms(server.firstAnswer)),
    row("plan response, br ready after", ms(server.brotliTook)),
    row("plan response, in the browser", ms(m.network), both("network")),
    row("server memory, before / after serving it", `${MB(server.restBefore)} / ${MB(server.restAfter)}`),
    row("navigation to first row painted", ms(m.navigation), against("navigation", ms)),
    row("text in memory to first row painted", ms(m.fromText), against("fromText", ms, 100)),
    row("parsed data in memory to first row painted", ms(m.fromParsed), both("fromParsed")),
    row("  of that: JSON.parse", ms(m.parse), both("parse")),
    row("  of that: to rows in the document", ms(m.toRow), both("toRow")),
    row("  of that: style, layout, paint", ms(m.paint), both("paint")),
    row("processor time of the page until then", ms(m.processor), both("processor")),
    row("search: key to painted, median", ms(m.letter), against("letter", ms, 50)),
    row("search: key to painted, slowest", ms(m.slowest), both("slowest")),
    row("search: the first key of all", ms(m.first), against("first", ms, 50)),
    row("search: taken back, all rows again", ms(m.clear), against("clear", ms, 50)),
    row("  processor time of a key", ms(m.perKey), both("perKey")),
    row("expand all levels / close them", `${ms(m.opened)} / ${ms(m.closed)}`, { aim: "50 ms", ok: m.opened <= 50 }),
    row(`scrolling through all, longest of ${FRAMES} frames`, ms(m.gap), against("gap", ms, 50)),
    row("  95th percentile of frames", ms(m.gapP95), both("gapP95")),
    row("  work in a frame, median", ms(m.workMedian), both("workMedian")),
    row("  work in a frame, longest", ms(m.work), both("work")),
    row("  processor time of a frame", ms(m.perFrame), both("perFrame")),
    row("  frames over 50 ms", count(m.late), both("late", count)),
    row("  frames that showed no row", count(m.blank), both("blank", count)),
    row("elements in the document", count(m.elements), both("elements", count)),
    row("JS heap", MB(m.heap), both("heap", MB)),
    row("JS heap and wasm memory", MB(m.heap + m.wasm), {
      beside: `AG Grid ${MB(a.heap)}, plain ${MB(p.heap)}`,
      ratio: `${times(a.heap / (m.heap + m.wasm))}, ${times(p.heap / (m.heap + m.wasm))}`,
    }),
    row("private memory of the page's process", MB(m.renderer), least("renderer", MB)),
  ];
}
