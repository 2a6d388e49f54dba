// The coordination moves years and gives posts; people read their notices and what belongs to their post. What is
// changed here is taken back: other specs use the same server.
import AxeBuilder from "@axe-core/playwright";
import { apart, signIn } from "./people.mjs";
import { expect, SLUG, test } from "./support.mjs";

const COORDINATOR = "coordinacion@plan.example";

async function openYear(page, year) {
  await page.getByRole("button", { name: `Cambiar el año ${year}` }).click();
  return page.getByRole("region", { name: new RegExp(`^Año ${year}`) });
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** Asks the API as whoever is signed in on the page. */
const ask = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() };
    },
    [method, path, body],
  );

test("closing a year asks first and lists what becomes overdue; a move on a stale version shows the present state", async ({ browser, baseURL }, info) => {
  test.skip(info.project.name === "phone", "one of the two is enough");
  const [first, second] = [await apart(browser, baseURL), await apart(browser, baseURL)];
  await signIn(first.page, COORDINATOR, "/es/years");
  await signIn(second.page, COORDINATOR, "/es/years");
  const [mine, other] = [await openYear(first.page, 2011), await openYear(second.page, 2011)];

  await mine.getByRole("button", { name: "Cerrar el año…" }).click();
  const question = mine.getByRole("group", { name: "¿Cerrar el año 2011?" });
  await expect(question).toContainText("que quedarán vencidos");
  await expect(question.getByRole("row", { name: /^MTPE/ }).first()).toBeVisible();
  await question.getByRole("button", { name: "Cancelar" }).click();
  await expect(question).toBeHidden();

  await other.getByLabel("Último día para reportar").fill("2099-03-31");
  await other.getByRole("button", { name: "Guardar el plazo" }).click();
  await expect(other.getByRole("status")).toHaveText("Listo. Año 2011: abierto.");

  await mine.getByRole("button", { name: "Cerrar el año…" }).click();
  await question.getByRole("button", { name: "Cerrar el año 2011" }).click();
  await expect(mine.getByRole("alert").filter({ hasText: "Otra persona cambió el plan" })).toBeVisible();
  await expect(question).toBeVisible();
  await expect(mine.getByLabel("Último día para reportar")).toHaveValue("2099-03-31");
  await expect(first.page.getByRole("row", { name: /^2011/ })).toContainText("31 de marzo de 2099");
  await question.getByRole("button", { name: "Cancelar" }).click();

  await mine.getByLabel("Último día para reportar").fill("2010-12-31");
  await mine.getByRole("button", { name: "Guardar el plazo" }).click();
  await expect(mine).toContainText("Es anterior al comienzo del año.");
  await mine.getByLabel("Último día para reportar").fill("");
  await mine.getByRole("button", { name: "Guardar el plazo" }).click();
  await expect(first.page.getByRole("row", { name: /^2011/ })).toContainText("sin plazo");
  expect([...first.problems, ...second.problems].filter((text) => !/409|400/.test(text))).toEqual([]);
});

test("an institution gets more time for a closed year, and no longer", async ({ page }, info) => {
  const institution = info.project.name === "phone" ? "AMAG" : "ANGR";
  await signIn(page, COORDINATOR, "/es/years");
  const panel = await openYear(page, 2009);
  await panel.getByLabel("Institución").selectOption(institution);
  await panel.getByLabel("Último día", { exact: true }).fill("2011-01-01");
  await panel.getByRole("button", { name: "Ampliar" }).click();
  await expect(panel).toContainText("Ese día ya pasó.");
  await panel.getByLabel("Último día", { exact: true }).fill("2099-01-31");
  await panel.getByRole("button", { name: "Ampliar" }).click();
  const line = page.getByRole("row", { name: /^2009/ });
  await expect(line).toContainText(`${institution}: hasta el 31 de enero de 2099`);
  expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  expect(await fits(page)).toBe(true);
  await panel.getByRole("button", { name: `Quitar la ampliación de ${institution}` }).click();
  await expect(line).not.toContainText(institution);
});

test("a reporter reads the years and cannot move them", async ({ page }) => {
  await signIn(page, "reporte@mp.example", "/es/years");
  await expect(page.getByRole("row", { name: /^2011/ })).toContainText("abierto");
  await expect(page.getByRole("button", { name: /Cambiar el año/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Personas" })).toHaveCount(0);
});

test("the coordination gives a post and ends it; an administrator ends the account and takes it up again", async ({ browser, baseURL, page }, info) => {
  const name = `Nadia ${info.project.name}`;
  const email = `nadia.${info.project.name}@mtc.example`;
  await signIn(page, COORDINATOR, "/es/people");
  await page.getByLabel("Correo electrónico").fill(email);
  await page.getByLabel("Nombre y apellido").fill(name);
  await expect(page.getByLabel("Función").getByRole("option", { name: "administra" })).toHaveCount(0);
  await page.getByLabel("Institución").selectOption("MTPE");
  await page.getByLabel("Cargo", { exact: true }).fill("Planeamiento");
  await page.getByLabel("Último día", { exact: true }).fill("2001-01-01");
  await page.getByRole("button", { name: "Dar el cargo" }).click();
  await expect(page.getByText("El último día no puede ser anterior al primero.")).toBeVisible();
  await page.getByLabel("Último día", { exact: true }).fill("");
  await page.getByRole("button", { name: "Dar el cargo" }).click();
  await expect(page.getByRole("status").filter({ hasText: email })).toBeVisible();
  const person = page.getByRole("listitem").filter({ has: page.getByText(email) });
  await expect(person).toContainText("invitada");
  await expect(person).toContainText("Planeamiento · MTPE · reporta");
  expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  expect(await fits(page)).toBe(true);

  await person.getByRole("button", { name: /Cambiar el último día/ }).click();
  await person.getByLabel("Último día", { exact: true }).fill("2098-12-31");
  await person.getByRole("button", { name: "Guardar" }).click();
  await expect(person).toContainText("hasta 31 de diciembre de 2098");

  const administrator = await apart(browser, baseURL);
  administrator.page.on("dialog", (dialog) => dialog.accept());
  await signIn(administrator.page, "administracion@plan.example", "/es/people");
  const account = administrator.page.getByRole("listitem").filter({ has: administrator.page.getByText(email) });
  await account.getByRole("button", { name: /Desactivar la cuenta/ }).click();
  await expect(account).toContainText("desactivada");
  await account.getByRole("button", { name: /Reactivar la cuenta/ }).click();
  await expect(account).toContainText("invitada");
  expect(administrator.problems).toEqual([]);
});

test("a returned update comes as a notice that leads to its cell; the handover of the post lists it", async ({ browser, baseURL, page }, info) => {
  test.skip(info.project.name === "phone", "one institution, one story");
  await signIn(page, "reporte@mtpe.example", "/es/notices");
  await expect(page.getByText("No hay avisos.")).toBeVisible();
  const { rows } = (await ask(page, "GET", `/api/my/updates?plan=${SLUG}&year=2011`)).body;
  const code = rows.findLast((row) => row.filing.state === undefined).filing.indicator;
  const path = `/api/plans/${SLUG}/indicators/${encodeURIComponent(code)}/updates/2011`;
  const saved = await ask(page, "PUT", path, { content: { no_data: { es: "no se midió" } }, version: 0 });
  expect(saved.status).toBe(200);
  const sent = await ask(page, "POST", `${path}/submit`, { version: saved.body.version, text: "" });
  expect(sent.status).toBe(200);
  const reviewer = await apart(browser, baseURL);
  await signIn(reviewer.page, "revision@plan.example", "/es/review");
  const returned = await ask(reviewer.page, "POST", `${path}/return`, { version: sent.body.version, text: "falta el acta" });
  expect(returned.status).toBe(200);

  await page.reload();
  await expect(page.getByRole("link", { name: "Avisos (1 sin leer)" })).toBeVisible();
  const notice = page.getByRole("listitem").filter({ hasText: `${code}, 2011: devuelto` });
  await expect(notice).toContainText("falta el acta");
  await expect(notice).toContainText("nuevo");
  expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  await page.getByLabel("nunca").check();
  await page.reload();
  await expect(page.getByLabel("nunca")).toBeChecked();
  await page.getByLabel("a lo más uno al día").check();
  await page.getByRole("link", { name: `${code}, 2011: devuelto` }).click();
  await expect(page).toHaveURL(/my\/updates\?plan=.*&year=2011&indicator=/);
  await expect(page.locator(`.grid__row[data-code="${code}"]`)).toContainText("falta el acta");
  await expect(page.getByRole("link", { name: "Avisos", exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Mi cuenta" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Descargar el calendario de plazos" }).click();
  expect((await download).suggestedFilename()).toBe("matriz.ics");
  await page.getByRole("link", { name: /Lo que corresponde al cargo/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Inspección del trabajo" })).toBeVisible();
  await expect(page.getByRole("link", { name: `${code}, 2011` })).toBeVisible();
  await expect(page.getByText("falta el acta")).toBeVisible();
  await expect(page.getByRole("link", { name: "revision@plan.example" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  expect(reviewer.problems).toEqual([]);
});
