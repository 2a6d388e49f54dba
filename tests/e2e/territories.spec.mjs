// A regional government files its part, a reviewer approves it, and everybody sees it: the provisional national figure
// in the matrix, the map, the table, the page of the territory. Each project has its own territory.
import AxeBuilder from "@axe-core/playwright";
import { cell, expect, plan, SLUG, test, watch } from "./support.mjs";

const PASSWORD = "matriz-demo-2011";
const CODE = "4.3.1-a";
const OF = {
  desk: { email: "reporte@regioncusco.example", code: "PE-CUS", name: "Cusco", value: "78" },
  phone: { email: "reporte@regionloreto.example", code: "PE-LOR", name: "Loreto", value: "31" },
};
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function signIn(page, email, to) {
  await page.goto(to);
  await page.getByLabel("Correo electrónico").fill(email);
  await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Ingresar" }).click();
  await expect(page.getByRole("button", { name: "Salir", exact: true })).toBeVisible();
}

async function apart(browser, baseURL) {
  const context = await browser.newContext({ baseURL, locale: "es-PE" });
  const page = await context.newPage();
  return { context, page, problems: watch(page, baseURL) };
}

test("a regional government files its part; approved, the national figure is provisional and the map shows it", async ({ browser, baseURL }, info) => {
  test.setTimeout(90_000);
  const own = OF[info.project.name];
  const all = [await apart(browser, baseURL), await apart(browser, baseURL), await apart(browser, baseURL), await apart(browser, baseURL)];
  const [body, reviewer, reader, mapped] = all.map(({ page }) => page);
  await reader.goto(plan());
  await expect(cell(reader, CODE, 2011)).toBeVisible();
  await mapped.goto(plan(`/territories?indicator=${CODE}&year=2011`));
  const tile = mapped.locator(".tile", { hasText: own.name });
  const line = mapped.getByRole("row", { name: own.name });
  await expect(line).toContainText("por reportar");

  await signIn(body, own.email, "/es/my/updates?year=2011");
  const row = body.locator(`.grid__row[data-code="${CODE}@${own.code}"]`);
  await expect(row).toContainText(own.name);
  await body.getByLabel(`Valor de ${CODE} ${own.name} en 2011`).fill(own.value);
  await expect(row).toContainText("borrador", { timeout: 10_000 });
  await expect(row.locator(".grid__saving")).toBeEmpty({ timeout: 10_000 });
  await row.getByRole("button", { name: /Detalle/ }).click();
  await body.getByRole("button", { name: "Enviar", exact: true }).click();
  await expect(row).toContainText("enviado", { timeout: 10_000 });

  await signIn(reviewer, "revision@plan.example", `/es/review?plan=${SLUG}&year=2011`);
  await reviewer.getByRole("button", { name: new RegExp(`${CODE.replaceAll(".", "\\.")} .*${own.name}`) }).click();
  const panel = reviewer.getByRole("region", { name: new RegExp(own.name) });
  await expect(panel).toContainText(own.value);
  const approve = panel.getByRole("button", { name: "Aprobar", exact: true });
  // Somebody else who reviews may have been quicker.
  await expect(async () => {
    if (await approve.isVisible()) await approve.click({ timeout: 1_000 });
    await expect(approve).toBeHidden({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });

  await expect(cell(reader, CODE, 2011)).toContainText(/provisional [12]\/8/, { timeout: 10_000 });
  await expect(line).toContainText(own.value, { timeout: 10_000 });
  await expect(line).toContainText("reportado");
  await expect(tile).toContainText(own.value);
  await expect(mapped.locator(".map__national")).toContainText(/[12] de 8 territorios aprobados · provisional/);

  // By keyboard alone from the tile to the territory.
  await tile.getByRole("link").focus();
  await mapped.keyboard.press("Enter");
  await expect(mapped.getByRole("heading", { level: 1, name: own.name })).toBeVisible();
  await expect(mapped.getByRole("row", { name: new RegExp(CODE) })).toContainText(own.value);
  for (const { problems } of all) expect(problems).toEqual([]);
  for (const { context } of all) await context.close();
});

test("the matrix leads to the map, the choices are in the address, and a reload shows the same", async ({ page }) => {
  await page.goto(plan("/indicators/2.1.1-a"));
  await page.getByRole("link", { name: "Por territorio: mapa y tabla" }).click();
  await expect(page.getByRole("heading", { level: 2, name: /2\.1\.1-a/ })).toBeVisible();
  await expect(page.locator(".tile")).toHaveCount(25);
  await page.locator("#map-indicator").selectOption("8.2.2-a");
  await page.locator("#map-year").selectOption("2009");
  await page.getByRole("button", { name: "Mostrar" }).click();
  await expect(page).toHaveURL(/indicator=8\.2\.2-a&year=2009/);
  await expect(page.getByRole("heading", { level: 2, name: /8\.2\.2-a.*2009/ })).toBeVisible();
  // A count of people below eleven is not told: not on its tile and not in its line.
  await expect(page.getByRole("row", { name: "Piura" })).toContainText("reservada");
  await page.reload();
  await expect(page.getByRole("row", { name: "Piura" })).toContainText("reservada");
});

for (const scheme of ["light", "dark"]) {
  for (const lang of ["es", "en", "fr"]) {
    test(`axe finds nothing on territories, and nothing is wider than the page: ${lang}, ${scheme}`, async ({ page }) => {
      test.setTimeout(60_000);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const rest of ["/territories", "/territories?indicator=4.3.1-b&year=2010", "/territories?indicator=8.2.2-a&year=2010", "/territories/PE-CUS", "/territories/PE-XXX"]) {
        await page.goto(plan(rest, lang));
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator(".skeleton")).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
        expect(violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
        for (const width of [320, 390, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${rest} at ${width}`).toBeLessThanOrEqual(0);
        }
      }
    });
  }
}
