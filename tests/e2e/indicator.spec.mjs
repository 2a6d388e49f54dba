import { cell, expect, open, plan, row, test } from "./support.mjs";

test("a title opens the indicator at its own address; closing gives the focus back", async ({ page }) => {
  await open(page, "?year=2009");
  await row(page, "1.1.1-a").getByRole("link").click();
  await expect(page).toHaveURL(plan("/indicators/1.1.1-a?year=2009"));
  const panel = page.getByRole("complementary");
  await expect(panel.getByRole("heading", { level: 2 })).toContainText("1.1.1-a");
  await expect(panel.getByRole("heading", { level: 2 })).toBeFocused();
  await panel.getByRole("link", { name: "Cerrar" }).click();
  await expect(page).toHaveURL(plan("?year=2009"));
  await expect(row(page, "1.1.1-a").locator("th")).toBeFocused();
});

test("a cell opens its year, and the reason has the formula", async ({ page, isMobile }) => {
  test.skip(isMobile, "the cells of other years are to the right of a phone's screen");
  await open(page);
  await cell(page, "1.1.1-a", 2008).click();
  await expect(page).toHaveURL(/cell=2008/);
  const why = page.locator(".why");
  await expect(why).toContainText("¿Por qué este estado en 2008?");
  await expect(why.locator(".why__formula")).toContainText("(2 − 1) ÷ (3 − 1) = 0,50");
  await page.getByRole("link", { name: "2010", exact: true }).click();
  await expect(why).toContainText("2010");
});

test("chart, the same figures as a table, facts and history", async ({ page }) => {
  await page.goto(plan("/indicators/8.1.1-a"));
  await expect(page.getByRole("img", { name: /Línea de base, metas y valores/ })).toBeVisible();
  const years = page.getByRole("table", { name: "Año por año" });
  await expect(years.getByRole("row", { name: /^2010/ })).toContainText("12.480 llamadas");
  await expect(page.locator(".facts").last()).toContainText("0800-23232");
  await expect(page.getByRole("heading", { name: "Historial de cambios" })).toBeVisible();
  await page.getByRole("link", { name: "Siguiente", exact: true }).click();
  await expect(page).not.toHaveURL(/8\.1\.1-a/);
  await page.getByRole("link", { name: "Anterior", exact: true }).click();
  await expect(page).toHaveURL(/8\.1\.1-a/);
});

test("small figures about people are hidden, and the page says why", async ({ page }) => {
  await page.goto(plan("/indicators/8.2.2-a?cell=2009"));
  const sexes = page.getByRole("table", { name: "Sexo" });
  await expect(sexes).toContainText("reservada");
  await expect(sexes).not.toContainText("83");
  await expect(page.getByText("Para proteger a las personas")).toBeVisible();
});

test("an indicator that is not there says so", async ({ page }) => {
  await page.goto(plan("/indicators/nope"));
  await expect(page.getByText("Este plan no tiene ese indicador")).toBeVisible();
});
