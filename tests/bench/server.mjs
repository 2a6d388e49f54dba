// The server: reads beside a bare axum handler, writes beside SQL alone, start, memory at rest.
import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { atEnd, bare, compressed, folder, MB, measure, median, memory, ms, rate, root, row, save, serve, stop, times, token } from "./lib.mjs";

const slug = "peru-trata-2007-2013";
const path = `/api/plans/${slug}`;
const CONNECTIONS = 32;
const SECONDS = 1.5;
const ROUNDS = 3;

export async function server() {
  const data = folder("server");
  const starts = await startUp(data);
  const reads = await reading(data);
  const sqlite = await writing(data, `sqlite://${data}/matriz.sqlite`, {});
  const address = postgres();
  const onPostgres = { DATABASE_URL: address };
  const first = await serve(folder("unused"), { env: onPostgres, demo: true });
  await stop(first.child);
  const second = await serve(folder("unused"), { env: onPostgres });
  await pause(500);
  starts.postgres = { started: second.started, memory: memory(second.pid) };
  await stop(second.child);
  const postgresWrites = await writing(folder("unused"), address, onPostgres);
  save("server", { starts, reads, writes: { sqlite, postgres: postgresWrites } });
  return [...readRows(reads), ...writeRows("SQLite", sqlite), ...writeRows("PostgreSQL", postgresWrites), ...startRows(starts)];
}

/** A cluster of this run that waits for the disk, as an official one does. */
export function postgres(name = "server") {
  const script = (...args) => execFileSync(`${root}scripts/postgres.sh`, args, { encoding: "utf8", env: { ...process.env, POSTGRES_DURABLE: "1" } }).trim();
  // Not below the repository: the user that runs PostgreSQL may not be allowed to look there.
  const dir = `/var/tmp/matriz-bench-${process.pid}-${name}`;
  atEnd(() => script("remove", dir));
  return script("start", dir);
}

async function startUp(data) {
  const fresh = await serve(data, { demo: true });
  await stop(fresh.child);
  const rounds = [];
  for (let round = 0; round < 7; round += 1) {
    const again = await serve(data);
    await pause(300);
    rounds.push({ started: again.started, memory: memory(again.pid) });
    await stop(again.child);
  }
  return { fresh: fresh.started, again: median(rounds.map((r) => r.started)), memory: median(rounds.map((r) => r.memory)) };
}

/** Requests a second; the two servers take turns. */
async function reading(data) {
  const ours = await serve(data);
  const quiet = await serve(data, { env: { MATRIZ_LOG: "warn" } });
  for (const one of [ours, quiet]) await compressed(one.url + path);
  const rival = await bare(path, ours.url + path);
  const result = {};
  for (const encoding of ["identity", "br"]) {
    const rounds = { ours: [], quiet: [], bare: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, one] of Object.entries({ ours, quiet, bare: rival })) {
        const figures = await measure("read", one.url + path, encoding, CONNECTIONS, SECONDS);
        if (figures.wrong > 0) throw new Error(`${name}: ${figures.wrong} wrong answers`);
        rounds[name].push(figures);
      }
    }
    result[encoding] = Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, middle(all)]));
  }
  const served = memory(ours.pid);
  for (const one of [ours, quiet, rival]) await stop(one.child);
  return { ...result, memory: served };
}

function middle(all) {
  return Object.fromEntries(["per_second", "p50", "p99", "bytes"].map((name) => [name, median(all.map((one) => one[name]))]));
}

/** Single writes a second: through the API, then the same file without a server. They take turns. */
async function writing(data, database, env) {
  const rounds = { one: [], many: [], same: [], bare: [] };
  for (let round = 0; round < 2; round += 1) {
    const ours = await serve(data, { env: { MATRIZ_LOG: "warn", ...env } });
    for (const [name, connections] of [["one", 1], ["many", 8]]) {
      const figures = await measure("write", ours.url, token, slug, connections, 2 * SECONDS);
      if (figures.wrong > 0) throw new Error(`${figures.wrong} writes were refused`);
      rounds[name].push(figures);
    }
    await stop(ours.child);
    for (const kind of ["same", "bare"]) rounds[kind].push(await measure("sql", database, slug, kind, 2 * SECONDS));
  }
  const of = (name, what) => median(rounds[name].map((one) => one[what]));
  return {
    one: { per_second: of("one", "per_second"), p50: of("one", "p50"), p99: of("one", "p99") },
    many: { per_second: of("many", "per_second"), p50: of("many", "p50"), p99: of("many", "p99") },
    same: of("same", "per_second"),
    bare: of("bare", "per_second"),
  };
}

function readRows(reads) {
  return ["identity", "br"].flatMap((encoding) => {
    const { ours, quiet, bare } = reads[encoding];
    const name = `GET plan, ${encoding}, ${(ours.bytes / 1000).toFixed(1)} kB`;
    const share = (figure) => `${Math.round((100 * figure) / bare.per_second)} %`;
    return [
      row(`${name}: requests a second`, rate(ours.per_second), { beside: `bare axum ${rate(bare.per_second)}`, ratio: share(ours.per_second) }),
      row("  the same with MATRIZ_LOG=warn", rate(quiet.per_second), { beside: `bare axum ${rate(bare.per_second)}`, ratio: share(quiet.per_second) }),
      row("  p50 / p99", `${ms(ours.p50)} / ${ms(ours.p99)}`, { beside: `bare axum ${ms(bare.p50)} / ${ms(bare.p99)}`, ratio: `${times(bare.p50 / ours.p50)} / ${times(bare.p99 / ours.p99)}` }),
    ];
  });
}

function writeRows(name, { one, many, same, bare }) {
  const beside = `same SQL ${rate(same)}, least SQL ${rate(bare)}`;
  const share = (figure) => `${Math.round((100 * figure) / same)} %, ${Math.round((100 * figure) / bare)} %`;
  return [
    row(`PUT update, ${name}, 1 connection`, rate(one.per_second), { beside, ratio: share(one.per_second) }),
    row(`PUT update, ${name}, 8 connections`, rate(many.per_second), { beside, ratio: share(many.per_second) }),
    row("  p50 / p99 with 8", `${ms(many.p50)} / ${ms(many.p99)}`),
  ];
}

function startRows({ fresh, again, memory, postgres }) {
  return [
    row("start, SQLite: with the plan / into an empty folder", `${ms(again)} / ${ms(fresh)}`),
    row("start, PostgreSQL", ms(postgres.started)),
    row("memory at rest, SQLite / PostgreSQL", `${MB(memory)} / ${MB(postgres.memory)}`),
  ];
}
