// People of the demonstration at the desk.
import { expect, watch } from "./support.mjs";

export const PASSWORD = "matriz-demo-2011";

/** Signs in on an address that asks for it. */
export async function signIn(page, email, to = "/es/sign-in") {
  await page.goto(to);
  await page.getByLabel("Correo electrónico").fill(email);
  await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Ingresar" }).click();
  await expect(page.getByRole("button", { name: "Salir", exact: true })).toBeVisible();
}

/** Somebody with a browser of their own. */
export async function apart(browser, baseURL, options = {}) {
  const context = await browser.newContext({ baseURL, locale: "es-PE", timezoneId: "America/Lima", ...options });
  const page = await context.newPage();
  return { context, page, problems: watch(page, baseURL) };
}

export const value = (page, code) => page.getByLabel(`Valor de ${code} en 2011`);
export const line = (page, code) => page.locator(`.grid__row[data-code="${code}"]`);

/** Nothing of a row waits to be saved. */
export const saved = (page, code) => expect(line(page, code).locator(".grid__saving")).toHaveText(/^(Guardado por .*)?$/);
