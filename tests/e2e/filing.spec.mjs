// An official files, a reviewer checks, everybody sees. Each project has its own institution, as both run on one server.
import { apart, line, saved, signIn, value } from "./people.mjs";
import { cell, expect, plan, SLUG, test } from "./support.mjs";

const REVIEWER = "revision@plan.example";
const PDF = Buffer.from("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n");

/** Pastes a text as a spreadsheet puts it on the clipboard. */
async function paste(field, text) {
  await field.focus();
  await field.evaluate((input, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

test("an official pastes twelve values and submits; a reviewer returns one and approves the rest; the public sees them", async ({ browser, baseURL }, info) => {
  test.skip(info.project.name === "phone", "a spreadsheet is pasted at a desk");
  test.setTimeout(90_000);
  const [official, reviewer, reader] = [await apart(browser, baseURL), await apart(browser, baseURL), await apart(browser, baseURL)];
  await reader.page.goto(plan());
  await expect(cell(reader.page, "1.1.1-a", 2011)).toBeVisible();

  await signIn(official.page, "reporte@mininter.example", "/es/my/updates?year=2011");
  await expect(official.page.getByText("0 de 25 enviados")).toBeVisible();
  const block = [
    "Código\tValor 2011\tObservación", "1.1.1-a\t5\tUna campaña más", "1.1.2-a\t5", "1.1.2-b\t1.820", "1.2.1-a\t46", "1.3.1-a\t88 %", "3.2.1-a\t4",
    "4.1.2-a\t7", "4.3.2-a\t12", "5-a\t61,5 %", "8.1.1-a\t12.900", "8.1.1-b\t12.345", "8.1.2-a\t181",
  ].join("\r\n");
  await paste(value(official.page, "1.1.1-a"), block);
  const preview = official.page.getByRole("dialog", { name: "Así se entendió lo pegado" });
  await expect(preview).toContainText("encabezado");
  await expect(preview.getByRole("button", { name: "Aceptar los valores (11)" })).toBeVisible();
  await preview.getByRole("button", { name: /decimales/ }).click();
  await preview.getByRole("button", { name: "Aceptar los valores (12)" }).click();
  await expect(value(official.page, "8.1.1-a")).toHaveValue("12900");
  await expect(value(official.page, "8.1.1-b")).toHaveValue("12,345");
  await expect(official.page.getByLabel("Nota de 1.1.1-a")).toHaveValue("Una campaña más");
  await expect(line(official.page, "1.1.1-a")).toContainText("borrador");
  for (const code of ["1.1.2-b", "8.1.2-a", "5-a"]) await expect(line(official.page, code)).toContainText("borrador");

  // One figure is odd on purpose: it is explained.
  await value(official.page, "4.1.2-a").fill("3");
  await line(official.page, "4.1.2-a").getByRole("button", { name: /Detalle/ }).click();
  await official.page.getByLabel(/Explicación para quien revisa/).fill("Dos cursos pasaron al año siguiente");
  const file = { name: "informe-2011.pdf", mimeType: "application/pdf", buffer: PDF };
  await official.page.locator(".update input[type=file]").setInputFiles(file);
  await expect(official.page.locator(".update").getByRole("link", { name: "informe-2011.pdf" })).toBeVisible();
  await saved(official.page, "4.1.2-a");
  await official.page.getByRole("button", { name: /Enviar los completos/ }).click();
  await expect(official.page.getByText(/(9|1\d) de 25 enviados/)).toBeVisible();
  await expect(line(official.page, "1.1.1-a")).toContainText("enviado");

  await signIn(reviewer.page, REVIEWER, `/es/review?plan=${SLUG}&year=2011`);
  await reviewer.page.getByRole("button", { name: "1.1.2-a", exact: false }).first().click();
  const panel = reviewer.page.getByRole("region", { name: /1\.1\.2-a/ });
  await expect(panel.getByRole("img", { name: /lo publicado, lo esperado y lo reportado/ })).toBeVisible();
  await panel.getByLabel(/Razón de la devolución/).fill("Falta el segundo semestre");
  await panel.getByRole("button", { name: "Devolver" }).click();
  await expect(panel).toContainText("Falta el segundo semestre");
  await panel.getByRole("button", { name: "Cerrar el detalle" }).click();
  // What supports a figure is looked at before it is approved: alone on a page that can do nothing.
  await reviewer.page.getByRole("button", { name: "4.1.2-a", exact: false }).first().click();
  const other = reviewer.page.getByRole("region", { name: /4\.1\.2-a/ });
  await expect(other).toContainText("Dos cursos pasaron al año siguiente");
  const place = await other.getByRole("link", { name: "Ver informe-2011.pdf" }).getAttribute("href");
  const shown = await reviewer.page.request.get(place);
  expect(shown.headers()["content-disposition"]).toMatch(/^inline/);
  expect(shown.headers()["content-security-policy"]).toBe("default-src 'none'; sandbox");
  await other.getByRole("button", { name: "Cerrar el detalle" }).click();
  await reviewer.page.getByLabel("Elegir todos los que se pueden aprobar").check();
  const answer = reviewer.page.waitForResponse((response) => response.request().method() === "POST" && response.url().endsWith("/reviews"));
  await reviewer.page.getByRole("button", { name: /Aprobar los elegidos/ }).click();
  await answer;
  const approved = Date.now();
  // The open matrix of somebody else, without a reload.
  await expect(cell(reader.page, "1.1.1-a", 2011)).toContainText("5");
  await expect(cell(reader.page, "8.1.1-a", 2011)).toContainText("12.900");
  expect(Date.now() - approved).toBeLessThan(2_000);
  await expect(reviewer.page.getByText(/Aprobados: \d+\./)).toBeVisible();
  await expect(reviewer.page.getByText("8.1.1-a: aprobado")).toBeVisible();
  await reader.page.goto(plan("/changes"));
  await expect(reader.page.locator(".changes__change").first()).toContainText("Aprobado");
  // Everybody reads the file that supports it.
  await reader.page.goto(plan("/indicators/4.1.2-a"));
  const link = reader.page.getByRole("link", { name: "informe-2011.pdf" }).first();
  await expect(link).toBeVisible();
  expect((await reader.page.request.get(await link.getAttribute("href"))).headers()["content-type"]).toBe("application/pdf");

  // The official reads why, and who did what.
  await official.page.reload();
  await expect(line(official.page, "1.1.2-a")).toContainText("Devuelto por Sofía Mendoza: Falta el segundo semestre");
  await expect(official.page.locator(".grid__row").first()).toHaveAttribute("data-code", "1.1.2-a");
  await line(official.page, "1.1.2-a").getByRole("button", { name: /Detalle/ }).click();
  const history = official.page.locator(".update__history");
  await expect(history).toContainText("Rosa Huamán envió");
  await expect(history).toContainText("Sofía Mendoza devolvió: Falta el segundo semestre");
  await line(official.page, "1.1.1-a").getByRole("button", { name: /Detalle/ }).click();
  await expect(history).toContainText("Sofía Mendoza aprobó");

  // What is handed in again stands beside what was sent back.
  await value(official.page, "1.1.2-a").fill("6");
  await value(official.page, "1.1.2-a").blur();
  await saved(official.page, "1.1.2-a");
  await line(official.page, "1.1.2-a").getByRole("button", { name: /Detalle/ }).click();
  await official.page.locator(".update").getByRole("button", { name: "Enviar", exact: true }).click();
  await expect(line(official.page, "1.1.2-a")).toContainText("enviado");
  await reviewer.page.reload();
  await reviewer.page.getByRole("button", { name: "1.1.2-a", exact: false }).first().click();
  const changed = panel.getByRole("table", { name: "Qué cambió desde la devolución" });
  await expect(changed.getByRole("row", { name: /Valor reportado/ })).toHaveText(/5.*6/);
  for (const { context, problems } of [official, reviewer, reader]) {
    expect(problems).toEqual([]);
    await context.close();
  }
});

test("what is typed without a connection is kept, survives a reload, and is sent when it is back", async ({ page, context }, info) => {
  const [email, code] = info.project.name === "desk" ? ["reporte@mtpe.example", 0] : ["reporte@pnp.example", 0];
  await signIn(page, email, "/es/my/updates?year=2011");
  const field = page.locator("input.grid__input[inputmode=decimal]").nth(code);
  await expect(field).toBeVisible();
  await context.setOffline(true);
  await field.fill("17");
  await expect(page.getByText(/Datos que esperan conexión/)).toBeVisible({ timeout: 8_000 });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Guardar lo que espera en un archivo" }).click();
  expect((await download).suggestedFilename()).toBe("matriz.json");
  await context.setOffline(false);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(field).toHaveValue("17");
  await expect(page.locator(".grid__row", { has: field }).getByText("borrador")).toBeVisible({ timeout: 10_000 });
  await expect(page.getByText(/Datos que esperan conexión/)).toHaveCount(0);
  await page.reload();
  await expect(field).toHaveValue("17");
});

test("two people at one cell: the later one is asked, nothing is overwritten", async ({ browser, baseURL }, info) => {
  const code = info.project.name === "desk" ? "4.1.2-b" : "4.3.2-b";
  const [first, second] = [await apart(browser, baseURL), await apart(browser, baseURL)];
  await signIn(first.page, "reporte@mininter.example", "/es/my/updates?year=2011");
  await signIn(second.page, "jefatura@mininter.example", "/es/my/updates?year=2011");
  await value(second.page, code).fill("72");
  await value(first.page, code).fill("71");
  await value(first.page, code).blur();
  await expect(line(first.page, code)).toContainText("borrador");
  const question = second.page.getByRole("alert").filter({ hasText: code });
  await expect(question).toBeVisible({ timeout: 8_000 });
  await expect(question).toContainText("Rosa Huamán");
  await question.getByRole("button", { name: /Dejar el mío: 72/ }).click();
  await saved(second.page, code);
  await expect(value(first.page, code)).toHaveValue("72", { timeout: 10_000 });
  for (const { context } of [first, second]) await context.close();
});

test("a wrong password says so, and a link that is used up leads on", async ({ page }) => {
  await page.goto("/my/updates");
  await expect(page).toHaveURL(/\/es\/my\/updates$/);
  await page.getByLabel("Correo electrónico").fill("nadie@mininter.example");
  await page.getByLabel("Contraseña", { exact: true }).fill("no es esta clave");
  await page.getByRole("button", { name: "Ingresar" }).click();
  await expect(page.getByRole("alert")).toContainText("El correo o la contraseña no son correctos.");
  await page.goto("/es/link/nothing-at-all");
  await expect(page.getByRole("heading", { name: "Este enlace ya no sirve" })).toBeVisible();
});
