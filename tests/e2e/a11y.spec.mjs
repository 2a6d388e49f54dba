import AxeBuilder from "@axe-core/playwright";
import { expect, open, plan, test } from "./support.mjs";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const pages = ["", "?zoom=overview", "?zoom=detail&level=2", "?q=zzzz", "?compare=2008&axis=3", "/indicators/8.2.2-a?cell=2009", "/institutions", "/changes", "/about"];

async function check(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

for (const scheme of ["light", "dark"]) {
  for (const lang of ["es", "en", "fr"]) {
    test(`axe finds nothing: ${lang}, ${scheme}`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const rest of pages) {
        await page.goto(plan(rest, lang));
        await expect(page.locator("h1:visible, h2:visible").first()).toBeVisible();
        await expect(page.locator(".skeleton")).toHaveCount(0);
        await check(page);
      }
    });
  }
}

test("axe finds nothing in what opens: keys, filters, list of plans, not found", async ({ page }) => {
  await open(page);
  await page.getByText("Filtros y columnas").click();
  await page.locator(".matrix-area").focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await check(page);
  for (const path of ["/es/plans", "/en/nothing"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await check(page);
  }
});
