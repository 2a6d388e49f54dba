// A room of a thousand phones on this machine: each joins, follows the live stream over a connection of its own, hears
// that an item is open, and votes at once.
//   node tests/bench/run.mjs --only workshop
//   - heard: from the facilitator's request until a phone has the event with the item
//   - vote: from then until its position is acknowledged; each is on the disk
//   - all voted: from the facilitator's request until the last acknowledgement
//   - tally: what is counted when the item is closed is what was voted
//   - memory: of the server, with nobody, and with all streams open after the vote
// Load and server share the processors: the phones take about as much of them as the server. The tally must be exact on any
// machine: anything else fails the run.
import { folder, matriz, measure, memory, ms, row, save, serve, stop } from "./lib.mjs";
import { postgres } from "./server.mjs";

const PHONES = 1000;
const INDICATORS = 130;

export async function workshop() {
  const files = folder("workshop-plan");
  const { slug } = await measure("plan", files, INDICATORS);
  const data = folder("workshop");
  const figures = { SQLite: await room(files, slug, data, `sqlite://${data}/matriz.sqlite`, {}) };
  const address = postgres("workshop");
  figures.PostgreSQL = await room(files, slug, folder("unused"), address, { DATABASE_URL: address });
  save("workshop", figures);
  return Object.entries(figures).flatMap(([name, all]) => rows(name, all));
}

async function room(files, slug, data, database, env) {
  matriz(["plan", "import", files, "--data", data], env);
  const ours = await serve(data, { env: { MATRIZ_LOG: "warn", ...env } });
  const before = memory(ours.pid);
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, memory(ours.pid))), 200);
  const figures = await measure("workshop", ours.url, database, slug, PHONES);
  clearInterval(watch);
  await stop(ours.child);
  return { ...figures, before, most };
}

const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

function rows(name, all) {
  return [
    row(`${all.phones} phones in one room, ${name}: all joined, 50 at a time`, `${all.joining.toFixed(1)} s`),
    row("  \"item opened\" heard, p50 / p99", `${ms(all.heard_p50)} / ${ms(all.heard_p99)}`),
    row("  vote acknowledged, p50 / p99", `${ms(all.vote_p50)} / ${ms(all.vote_p99)}`),
    row("  all voted after", `${all.all_voted.toFixed(1)} s`, { aim: "10 s", ok: all.all_voted <= 10 }),
    row("  tally", all.exact ? "exact" : "WRONG", { aim: "exact", ok: all.exact }),
    row("  server memory, before / most", `${mb(all.before)} / ${mb(all.most)}`),
  ];
}
