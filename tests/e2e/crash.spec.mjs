// The power cut and the lost connection in the middle of typing, in a browser: what the server acknowledged is there
// afterwards, and what was typed is there too. MATRIZ_TEST_SEED repeats the choices and moments of a run.
import { setTimeout as moment } from "node:timers/promises";
import { expect, SLUG, test, watch } from "./support.mjs";
import { ownServer } from "./own.mjs";
import { saved, signIn, value } from "./people.mjs";

const ROUNDS = 20;
const CELLS = ["1.1.1-a", "1.1.2-a", "1.2.1-a", "8.1.2-a"];
const DESK = `/es/my/updates?plan=${SLUG}&year=2011`;

/** The same numbers for the same seed. */
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** What the server holds of each cell. */
async function held(context) {
  const answer = await context.request.get(`/api/my/updates?plan=${SLUG}&year=2011`);
  expect(answer.status()).toBe(200);
  const { rows } = await answer.json();
  return Object.fromEntries(rows.map(({ filing }) => [filing.indicator, { version: filing.version, value: filing.entry.content?.measure }]));
}

test("twenty power cuts and lost connections at random moments lose nothing", async ({ browser }, info) => {
  test.skip(info.project.name === "phone", "nothing of this depends on the width");
  test.setTimeout(150_000);
  const seed = Number(process.env.MATRIZ_TEST_SEED ?? Date.now() % 2 ** 31);
  console.log(`MATRIZ_TEST_SEED=${seed}`);
  const roll = dice(seed);
  const server = await ownServer();
  const context = await browser.newContext({ baseURL: server.url, locale: "es-PE" });
  const problems = [];
  // Code to what an answer acknowledged.
  const acknowledged = {};
  const open = async () => {
    const page = await context.newPage();
    problems.push(watch(page, server.url));
    page.on("response", async (response) => {
      if (response.request().method() !== "PUT" || !response.url().includes("/updates/") || response.status() !== 200) return;
      const body = await response.json().catch(() => undefined);
      if (body) acknowledged[body.indicator] = { version: body.version, value: body.entry.content?.measure };
    });
    return page;
  };
  try {
    let page = await open();
    await signIn(page, "reporte@mininter.example", DESK);
    const typed = {};
    for (let round = 1; round <= ROUNDS; round += 1) {
      const code = CELLS[roll(CELLS.length)];
      // Near the past of none: what is odd is saved all the same.
      typed[code] = 1000 * round + roll(1000);
      const [isCut, isClosed, wait] = [roll(3) === 0, roll(3) === 0, 20 + roll(1400)];
      await expect(value(page, code)).toBeVisible();
      if (isCut) await context.setOffline(true);
      await value(page, code).fill(String(typed[code]));
      await moment(wait);
      await server.kill();
      // What the page sends when the server is back is another round's business.
      const told = structuredClone(acknowledged);
      if (isClosed) await page.close();
      await server.start();
      await context.setOffline(false);
      const before = await held(context);
      for (const [known, { version, value: figure }] of Object.entries(told)) {
        expect(before[known].version, `${known} in round ${round}`).toBeGreaterThanOrEqual(version);
        if (before[known].version === version) expect(before[known].value).toBe(figure);
      }
      if (isClosed) {
        page = await open();
        await page.goto(DESK);
      }
      for (const [known, figure] of Object.entries(typed)) await expect(value(page, known)).toHaveValue(String(figure));
      // Leaving the field sends what waits.
      await value(page, code).focus();
      await value(page, code).blur();
      await expect.poll(async () => (await held(context))[code].value, { timeout: 20_000 }).toBe(typed[code]);
      await saved(page, code);
    }
    const after = await held(context);
    for (const [known, figure] of Object.entries(typed)) expect(after[known].value).toBe(figure);
    // What breaks off a request is told by the browser, and expected here.
    expect(problems.flat().filter((text) => !/net::|Failed to load|\/api\//.test(text))).toEqual([]);
  } finally {
    await context.close();
    await server.remove();
  }
});
