// The pages of the desk for everybody: axe in three languages, light and dark; nothing scrolls sideways; keys.
import AxeBuilder from "@axe-core/playwright";
import { expect, SLUG, test } from "./support.mjs";

const PASSWORD = "matriz-demo-2011";
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function signIn(page, email, lang) {
  await page.goto(`/${lang}/sign-in`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("button[type=submit]").click();
  await expect(page.locator(".desk__who")).toBeVisible();
}

async function check(page) {
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await expect(page.locator("h1")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

for (const [lang, scheme] of [["es", "light"], ["en", "dark"], ["fr", "light"]]) {
  test(`axe finds nothing on the desk: ${lang}, ${scheme}`, async ({ page }) => {
    test.setTimeout(90_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of ["sign-in", "forgotten", "link/none"]) {
      await page.goto(`/${lang}/${path}`);
      await expect(page.locator("h1")).toBeVisible();
      await check(page);
    }
    await signIn(page, "reporte@mimdes.example", lang);
    await page.goto(`/${lang}/my/updates?plan=${SLUG}&year=2011`);
    await expect(page.locator(".grid")).toBeVisible();
    await page.locator(".grid__state button").first().click();
    await check(page);
    await page.goto(`/${lang}/account`);
    await check(page);
    await page.locator(".desk__who button").click();
    await expect(page.locator("#email")).toBeVisible();
    await signIn(page, "revision@plan.example", lang);
    await page.goto(`/${lang}/review?plan=${SLUG}&year=2011`);
    await expect(page.locator(".board")).toBeVisible();
    await check(page);
    await page.locator(".desk__who button").click();
    await expect(page.locator("#email")).toBeVisible();
    await signIn(page, "coordinacion@plan.example", lang);
    await page.goto(`/${lang}/readings?plan=${SLUG}&kind=reviews`);
    await expect(page.locator(".paste__table")).toBeVisible();
    await check(page);
  });
}

test("nothing of the desk scrolls the page sideways, and the grid is used by the keyboard alone", async ({ page }, info) => {
  await signIn(page, "reporte@mimdes.example", "es");
  await page.goto(`/es/my/updates?plan=${SLUG}&year=2011`);
  await expect(page.locator(".grid")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  const fields = page.locator("input.grid__input");
  await fields.nth(0).focus();
  const first = await fields.nth(0).getAttribute("id");
  await page.keyboard.press("ArrowDown");
  const next = await page.evaluate(() => document.activeElement.id);
  expect(Number(next.split("-")[1])).toBe(Number(first.split("-")[1]) + 1);
  await page.keyboard.press("Control+ArrowUp");
  expect(await page.evaluate(() => document.activeElement.id)).toBe(first);
  if (info.project.name === "phone") return;
  const before = await fields.nth(0).inputValue();
  await fields.nth(0).pressSequentially("9");
  await page.keyboard.press("Control+z");
  await expect(fields.nth(0)).toHaveValue(before);
});
