import { expect, open, plan, results, test, year } from "./support.mjs";

test("the head says what plan it is and how many parts it has", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Trata de Personas");
  for (const count of ["10 objetivos", "27 metas", "60 actividades", "130 indicadores"]) {
    await expect(page.locator(".summary__counts")).toContainText(new RegExp(count, "i"));
  }
  await expect(year(page, "2010")).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".status-bar__coverage")).toContainText("de 130 con cifra reportada");
});

test("a part of the status bar filters, and the others stay on offer", async ({ page }) => {
  await open(page);
  const chips = page.locator(".status-bar__chips button");
  const offered = await chips.count();
  const met = page.getByRole("button", { name: /^cumplida/ });
  const number = (await met.locator("b").innerText()).trim();
  await met.click();
  await expect(page).toHaveURL(/status=met/);
  await expect(met).toHaveAttribute("aria-pressed", "true");
  await expect(met).toBeFocused();
  await expect(results(page)).toHaveText(`${number} indicadores`);
  await expect(chips).toHaveCount(offered);
  await met.click();
  await expect(results(page)).toHaveText("130 indicadores");
});

test("another year changes coverage and keeps its place in the address", async ({ page }) => {
  await open(page);
  const before = await page.locator(".status-bar__coverage").innerText();
  await year(page, "2007").click();
  await expect(page).toHaveURL(/year=2007/);
  await expect(page.locator(".status-bar__coverage")).not.toHaveText(before);
  await page.goBack();
  await expect(page.locator(".status-bar__coverage")).toHaveText(before);
  await page.goto(plan("?year=2012"));
  await expect(year(page, "2012")).toHaveAttribute("aria-pressed", "true");
});

test("two years are compared: what improved and what fell", async ({ page }) => {
  await open(page, "?compare=2008");
  const fell = page.locator(".moved button", { hasText: "retrocedió" });
  const number = (await fell.locator("b").innerText()).trim();
  await fell.click();
  await expect(page).toHaveURL(/moved=fell/);
  await expect(results(page)).toContainText(new RegExp(`^${number} indicador`));
  await expect(page.locator("span.movement--fell").first()).toBeVisible();
});
