import { definitions, expect, open, plan, results, row, test } from "./support.mjs";

test("after the first visit the plan can be read without a connection", async ({ page, context }) => {
  await open(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect(row(page, "1.1.1-a")).toBeVisible();
  await context.setOffline(true);
  await page.reload();
  await expect(row(page, "1.1.1-a")).toBeVisible();
  await expect(page.locator(".strip--offline")).toContainText("Sin conexión: cifras del");
  await page.getByRole("searchbox").fill("linea");
  await expect(results(page)).not.toHaveText("130 indicadores");
  await page.goto(plan("/indicators/8.1.1-a"));
  await expect(page.getByRole("table", { name: "Año por año" })).toBeVisible();
  await context.setOffline(false);
  await page.reload();
  await expect(page.locator(".strip--offline")).toHaveCount(0);
});

test("without a connection another language shows the plan in the language that was read", async ({ page, context }) => {
  const panel = page.getByRole("complementary");
  await page.goto(plan("/indicators/1.1.1-a"));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect(panel).toContainText(definitions.es);
  await context.setOffline(true);
  await page.getByRole("link", { name: "English" }).click();
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(panel.getByRole("heading", { level: 2 })).toContainText("National campaigns");
    await expect(panel).toContainText(definitions.es);
    await expect(page.locator(".strip--offline")).toBeVisible();
  }
  await context.setOffline(false);
  // Connected again, the texts come by themselves.
  await expect(panel).toContainText(definitions.en, { timeout: 20_000 });
  await expect(page.locator(".strip--offline")).toHaveCount(0);
});
