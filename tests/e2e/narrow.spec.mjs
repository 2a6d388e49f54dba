import { clear, expect, node, open, openFilters, results, row, test } from "./support.mjs";

test("search ignores case and accents, finds other languages, marks what it found", async ({ page }) => {
  await open(page);
  const search = page.getByRole("searchbox");
  await search.fill("DENUNCIAS linea");
  await expect(page).toHaveURL(/q=DENUNCIAS/);
  await expect(row(page, "8.1.2-a")).toBeVisible();
  await expect(row(page, "8.1.2-a").locator("mark").first()).toHaveText("Denuncias");
  await expect(search).toBeFocused();
  await search.fill("trained officer");
  await expect(results(page)).not.toHaveText("0 indicadores");
});

test("an empty result says what to loosen, and one press brings everything back", async ({ page }) => {
  await open(page, "?q=zzzz&kind=scale");
  const notice = page.locator(".notice");
  await expect(notice).toContainText("zzzz");
  await expect(notice).toContainText("Escala");
  await expect(results(page)).toHaveText("0 indicadores");
  await notice.getByRole("button", { name: "Quitar filtros" }).click();
  await expect(results(page)).toHaveText("130 indicadores");
});

test("every choice narrows and stands in the address", async ({ page }) => {
  await open(page);
  await openFilters(page);
  const choose = async (label, value, name) => {
    const select = page.locator(`select[name=${name}]`);
    await expect(page.locator("label", { has: select })).toContainText(label);
    await select.selectOption(value);
    await expect(page).toHaveURL(new RegExp(`${name}=${value}`));
    await expect(results(page)).not.toHaveText("130 indicadores");
    await clear(page).click();
    await expect(results(page)).toHaveText("130 indicadores");
    await expect(select).toHaveValue("");
  };
  await choose("Eje", "3", "axis");
  await choose("Institución", "MININTER", "institution");
  await choose("Tipo", "milestone", "kind");
  await choose("Estado", "at_risk", "status");
  await page.getByLabel("metas no alcanzadas").check();
  await expect(page).toHaveURL(/only=missed/);
  await page.getByLabel("nunca reportados").check();
  await expect(page.getByLabel("metas no alcanzadas")).not.toBeChecked();
});

test("rows are grouped, and the level closes what is below", async ({ page }) => {
  await open(page);
  await openFilters(page);
  await page.locator("select[name=group]").selectOption("institution");
  await expect(page.locator("tr.matrix__row--group").first()).toContainText("Ministerio del Interior");
  await page.locator("select[name=group]").selectOption("");
  await page.locator("select[name=level]").selectOption("1");
  await expect(page.locator("tr.matrix__row")).toHaveCount(10);
  await expect(page).toHaveURL(/level=1/);
  await page.reload();
  await expect(page.locator("tr.matrix__row")).toHaveCount(10);
  await node(page, "3").locator(".matrix__toggle").click();
  await expect(node(page, "3.1")).toBeVisible();
  await expect(page).toHaveURL(/flip=3/);
  await page.goBack();
  await expect(node(page, "3.1")).toHaveCount(0);
});

test("one row closes and opens, and the address remembers it", async ({ page }) => {
  await open(page);
  await node(page, "1").locator(".matrix__toggle").click();
  await expect(node(page, "1")).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, "1.1.1-a")).toHaveCount(0);
  await page.reload();
  await expect(node(page, "1")).toHaveAttribute("aria-expanded", "false");
  await node(page, "1").locator(".matrix__toggle").click();
  await expect(row(page, "1.1.1-a")).toBeVisible();
});

test("columns are chosen and sorted by", async ({ page, isMobile }) => {
  await open(page);
  await openFilters(page);
  await page.getByRole("checkbox", { name: "Unidad" }).uncheck();
  await expect(page).toHaveURL(/hide=unit/);
  await expect(page.getByRole("columnheader", { name: "Unidad" })).toHaveCount(0);
  test.skip(isMobile, "the head is scrolled sideways on a phone");
  const title = page.getByRole("columnheader", { name: "Indicador" });
  for (const sort of ["ascending", "descending"]) {
    await title.getByRole("button").click();
    await expect(title).toHaveAttribute("aria-sort", sort);
  }
  await title.getByRole("button").click();
  await expect(title).not.toHaveAttribute("aria-sort", /.*/);
});
