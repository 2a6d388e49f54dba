// Reading without a connection. The shell (index.html and the hashed files) is stored when a version is
// installed; the last good answer of every plan page that was read is stored beside it, a plan once for each
// language in which it was read. Live streams, writes and other origins pass untouched, and so does everything
// in a development build, which has no list of files.
//
// Between this file and the page:
//   a stored answer carries `x-matriz-cached-at`, the RFC 3339 time at which it was fetched;
//   a new version waits (`updatefound`, `registration.waiting`) until the page sends it "skip-waiting".

// Both lines are written by scripts/finish-dist.mjs.
const VERSION = "development";
const FILES = [];

const SHELL = `matriz-shell-${VERSION}`;
const DATA = `matriz-data-${VERSION}`;
const PATIENCE = 4000; // milliseconds until a stored answer is better than a slow one
const KEPT = 300; // stored indicators and pages of changes; plans are always kept
const API = /^\/api\/plans(\/[^/]+(\/indicators\/[^/]+|\/changes)?)?$/;
// Pages of the matrix; those of the other programs need the server (server/src/routes/pages.rs).
const MATRIX = /^\/([a-z]{2}(\/plans(\/[^/]+(\/(institutions|changes|about|indicators\/[^/]+))?)?)?\/?)?$/;
const PLAN = /^\/api\/plans(\/[^/]+)?$/;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.data === "skip-waiting" && skipWaiting());

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (FILES.length === 0 || request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (MATRIX.test(url.pathname)) event.respondWith(newest(event, () => shell(url)));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName: SHELL }).then((stored) => stored ?? fetch(request)));
  } else if (API.test(url.pathname)) {
    event.respondWith(newest(event, () => kept(url), (answer) => keep(request.url, answer)));
  }
});

async function install() {
  const cache = await caches.open(SHELL);
  // "no-cache" asks the server about index.html; hashed names cost nothing when the page has just loaded them.
  await cache.addAll(FILES.map((path) => new Request(path, { cache: path === "/index.html" ? "no-cache" : "default" })));
}

// Throws older versions away, then reads again what they kept and what is open now: on a first visit the page
// asked for its plan before there was a service worker. Nobody waits for that: until this returns, pages do.
async function activate() {
  await clients.claim();
  const wanted = new Set([`${location.origin}/api/plans`]);
  for (const page of await clients.matchAll()) {
    const [, language, slug] = new URL(page.url).pathname.match(/^\/([^/]+)\/plans\/([^/]+)/) ?? [];
    if (slug) wanted.add(`${location.origin}/api/plans/${slug}?lang=${language}`);
  }
  for (const name of await caches.keys()) {
    if (!name.startsWith("matriz-") || name === SHELL || name === DATA) continue;
    for (const { url } of await (await caches.open(name)).keys()) if (PLAN.test(new URL(url).pathname)) wanted.add(url);
    await caches.delete(name);
  }
  if (FILES.length > 0) for (const url of wanted) fetch(url).then((answer) => keep(url, answer), () => {});
}

// The network's answer, or the stored one when there is no network, a broken server, or too long a wait.
async function newest(event, stored, keepIt) {
  const answer = fetch(event.request).then((answer) => {
    if (keepIt && answer.ok) event.waitUntil(keepIt(answer.clone()));
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([answer, late]).catch(() => undefined);
  event.waitUntil(answer.catch(() => {}));
  return first && first.status < 500 ? first : ((await stored()) ?? answer);
}

// An app that starts at "/" without a connection goes on to the list of plans.
async function shell(url) {
  if (url.pathname !== "/") return caches.match("/index.html", { cacheName: SHELL });
  const language = ["es", "en", "fr"].find((code) => navigator.language.startsWith(code)) ?? "es";
  return Response.redirect(`/${language}/plans`);
}

// The stored answer; of a plan also one that was asked for in another language, the newest: its titles are in
// all languages.
async function kept(url) {
  const cache = await caches.open(DATA);
  const own = await cache.match(url);
  return own ?? (PLAN.test(url.pathname) ? (await cache.matchAll(url, { ignoreSearch: true })).at(-1) : undefined);
}

async function keep(url, answer) {
  if (!answer.ok || /no-store/.test(answer.headers.get("cache-control") ?? "")) return;
  const headers = new Headers(answer.headers);
  headers.set("x-matriz-cached-at", new Date().toISOString());
  const cache = await caches.open(DATA);
  await cache.put(url, new Response(await answer.blob(), { headers }));
  const details = (await cache.keys()).filter((key) => !PLAN.test(new URL(key.url).pathname));
  for (const oldest of details.slice(0, -KEPT)) await cache.delete(oldest);
}
