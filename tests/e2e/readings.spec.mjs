// Who read real figures: the coordination finds what a reviewer read, filters it, and takes it away as a file.
import AxeBuilder from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { expect, SLUG, test, watch } from "./support.mjs";

const PASSWORD = "matriz-demo-2011";

async function signIn(page, email, to) {
  await page.goto(to);
  await page.getByLabel("Correo electrónico").fill(email);
  await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Ingresar" }).click();
  await expect(page.getByRole("button", { name: "Salir", exact: true })).toBeVisible();
}

test("the coordination reads who read real figures", async ({ page, browser, baseURL }, info) => {
  // Each project has a year of its own: what the other one read is not there.
  const year = info.project.name === "phone" ? 2008 : 2007;
  const reviewer = await browser.newContext({ baseURL, locale: "es-PE" });
  const reading = await reviewer.newPage();
  const problems = watch(reading, baseURL);
  await signIn(reading, "revision@plan.example", `/es/review?plan=${SLUG}&year=${year}`);
  await expect(reading.locator(".board")).toBeVisible();
  expect(problems).toEqual([]);
  await reviewer.close();

  await signIn(page, "coordinacion@plan.example", "/es/people");
  await page.getByRole("link", { name: "Quién leyó cifras reales" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quién leyó cifras reales" })).toBeVisible();
  await page.getByLabel("Quién", { exact: true }).selectOption({ label: "Sofía Mendoza · revision@plan.example" });
  await page.getByLabel("Qué", { exact: true }).selectOption({ label: "tablero de revisión" });
  await page.getByRole("button", { name: "Filtrar" }).click();
  await expect(page).toHaveURL(/person=revision.*kind=reviews/);
  const line = page.getByRole("row", { name: new RegExp(`Sofía Mendoza.*tablero de revisión.*${year}$`) });
  await expect(line).toHaveCount(1);
  expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Descargar en CSV" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text.split("\r\n").some((row) => row.endsWith(`,reviews,,,${year},`))).toBe(true);
  expect(text).not.toContain("my_updates");

  await page.getByLabel("Último día").fill("2001-01-01");
  await page.getByRole("button", { name: "Filtrar" }).click();
  await expect(page.getByText("Nadie leyó nada con estos filtros.")).toBeVisible();
  await page.goBack();
  await expect(line).toHaveCount(1);
});
