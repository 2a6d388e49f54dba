import { expect, open, plan, results, row, test } from "./support.mjs";

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
