// What the specs share. Texts of the page are Spanish unless a test says otherwise.
import { expect, test as base } from "@playwright/test";

export const SLUG = "peru-trata-2007-2013";
export const plan = (rest = "", lang = "es") => `/${lang}/plans/${SLUG}${rest}`;
/** Set by the configuration. */
const TOKEN = process.env.MATRIZ_WRITE_TOKEN;

/** Fails a test whose page reports an error, breaks the content policy or asks another origin. */
export const test = base.extend({
  page: async ({ page, baseURL }, use) => {
    const problems = watch(page, baseURL);
    await use(page);
    expect(problems).toEqual([]);
  },
});

export function watch(page, baseURL) {
  const problems = [];
  const expected = /status of 404|ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/;
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && !expected.test(message.text()) && problems.push(message.text()));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(baseURL) && !url.startsWith("data:") && !url.startsWith("blob:")) problems.push(`asks ${url}`);
  });
  return problems;
}

/** Opens an address of the plan and waits until the plan is there. */
export async function open(page, rest = "", lang = "es") {
  await page.goto(plan(rest, lang));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** How the definition of indicator 1.1.1-a begins. */
export const definitions = { es: "Campañas aprobadas por el GTMPTP", en: "Campaigns approved by the GTMPTP", fr: "Campagnes approuvées par le GTMPTP" };

export const results = (page) => page.locator(".filters__outcome output");
export const row = (page, code) => page.locator(`tr[data-code="${code}"]`);
export const node = (page, code) => page.locator(`tr[data-key="${code}"]`);
export const cell = (page, code, year) => row(page, code).locator(`td[data-year="${year}"]`);

/** The button of a year above the matrix. */
export const year = (page, name) => page.getByRole("group", { name: "Año", exact: true }).getByRole("button", { name });

/** The button that takes all filters back. */
export const clear = (page) => page.locator("button[name=clear]");

/** Opens the box with all filters. */
export async function openFilters(page) {
  await page.getByText("Filtros y columnas").click();
  await expect(page.locator("select[name=institution]")).toBeVisible();
}

/** Writes a figure as another program would. */
export async function putFigure(request, code, year, measure) {
  const path = `/api/plans/${SLUG}/indicators/${code}`;
  const { updates } = await (await request.get(path)).json();
  const version = updates.find((update) => update.year === year)?.version ?? 0;
  const answer = await request.put(`${path}/updates/${year}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    data: { content: { measure }, version, reason: "prueba" },
  });
  expect(answer.status()).toBe(200);
}

export { expect };
