// The last hour of a year: fifty officials, two of each of 25 institutions, save all cells of a plan of 2,000
// indicators, as fast as the server answers, over HTTP and in sessions of their own. One cell in ten is saved by
// both officials of its institution, at about the same time.
//   node tests/bench/run.mjs --only officials
//   - saves a second: acknowledged saves of drafts; each is a transaction that waits for the disk
//   - p50 / p99: of all PUTs, with all fifty at work; each official waits for one answer before the next save
//   - told that somebody was first: answers 409, after which the official saves again over what is there
//   - lost: acknowledged saves without a version of their own or over one that their official had not read, and
//     cells that do not hold their last one
//   - failed: answers of 500 and above
// Figures are those of the better of two rounds, as it is the machine that is busy in the other one; `lost` and
// `failed` are of both. They must be 0 on any machine: anything else fails the run.
import { folder, matriz, measure, ms, rate, row, save, serve, stop } from "./lib.mjs";
import { postgres } from "./server.mjs";

const OFFICIALS = 50;
const CELLS = 2000;
const ROUNDS = 2;

export async function officials() {
  const files = folder("officials-plan");
  const { slug } = await measure("plan", files, CELLS);
  const rounds = { SQLite: [], PostgreSQL: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = folder(`officials-${round}`);
    rounds.SQLite.push(await rush(files, slug, data, `sqlite://${data}/matriz.sqlite`, {}));
    const address = postgres(`officials-${round}`);
    rounds.PostgreSQL.push(await rush(files, slug, folder("unused"), address, { DATABASE_URL: address }));
  }
  save("officials", rounds);
  return Object.entries(rounds).flatMap(([name, all]) => rows(name, all));
}

async function rush(files, slug, data, database, env) {
  matriz(["plan", "import", files, "--data", data], env);
  const ours = await serve(data, { env: { MATRIZ_LOG: "warn", ...env } });
  const figures = await measure("officials", ours.url, database, slug, OFFICIALS);
  await stop(ours.child);
  return figures;
}

function rows(name, all) {
  const best = all.reduce((a, b) => (b.per_second > a.per_second ? b : a));
  const sum = (what) => all.reduce((total, one) => total + one[what], 0);
  const [lost, failed] = [sum("lost"), sum("failed")];
  return [
    row(`${best.officials} officials save ${best.cells} cells, ${name}: saves a second`, rate(best.per_second)),
    row("  p50 / p99", `${ms(best.p50)} / ${ms(best.p99)}`),
    row("  saved / told that somebody was first", `${best.saves} / ${best.conflicts}`),
    row("  lost / failed", `${lost} / ${failed}`, { aim: "0 / 0", ok: lost === 0 && failed === 0 }),
  ];
}
