import { cell, expect, open, plan, putFigure, test, watch } from "./support.mjs";

test("a figure changes in two open browsers without a reload and without moving anything", async ({ browser, request, baseURL }, info) => {
  const code = info.project.name === "desk" ? "2.3.1-b" : "2.2.1-b";
  const pages = [];
  for (const _ of [1, 2]) {
    const page = await (await browser.newContext({ baseURL, locale: "es-PE" })).newPage();
    const problems = watch(page, baseURL);
    await open(page);
    await cell(page, code, 2010).scrollIntoViewIfNeeded();
    const scrolled = await page.locator(".matrix-area").evaluate((area) => area.scrollTop);
    pages.push({ page, problems, scrolled });
  }
  const measure = 20 + (Date.now() % 900);
  await putFigure(request, code, 2010, measure);
  for (const { page, problems, scrolled } of pages) {
    await expect(cell(page, code, 2010)).toContainText(String(measure));
    await expect(cell(page, code, 2010)).toHaveClass(/cell--fresh/);
    expect(await page.locator(".matrix-area").evaluate((area) => area.scrollTop)).toBe(scrolled);
    expect(problems).toEqual([]);
  }
  const [{ page }] = pages;
  await page.goto(plan("/changes"));
  await expect(page.locator(".changes__change").first()).toContainText(code);
  await expect(page.locator(".changes__change").first()).toContainText("prueba");
  await expect(page.locator(".changes__name").first()).toHaveText("valor");
});
