import { expect, open, plan, test } from "./support.mjs";

test("the overview shows the whole plan on one desk screen", async ({ page, isMobile }) => {
  await open(page, "?zoom=overview");
  await expect(page.locator(".overview__block")).toHaveCount(10);
  await expect(page.locator(".overview__code")).toHaveCount(130);
  if (!isMobile) {
    const last = await page.locator(".overview").boundingBox();
    expect(last.y + last.height).toBeLessThanOrEqual(900);
  }
  await page.getByRole("link", { name: /^5\.1\.1-a/ }).click();
  await expect(page).toHaveURL(/indicators\/5\.1\.1-a\?zoom=overview/);
});

test("the detail shows definitions, notes and sources", async ({ page }) => {
  await open(page, "?zoom=detail");
  await expect(page.locator(".matrix__definition").first()).toBeVisible();
  await expect(page.locator(".matrix__source").first()).toContainText("Medio de verificación");
  await expect(page.locator(".cell__note").first()).toBeAttached();
});

for (const width of [320, 390]) {
  test(`no page scrolls sideways at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 700 });
    for (const rest of ["", "?zoom=overview", "?compare=2008", "/indicators/8.2.2-a", "/institutions", "/changes", "/about"]) {
      await page.goto(plan(rest, "fr"));
      await expect(page.locator("h1:visible, h2:visible").first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), rest).toBeLessThanOrEqual(width);
    }
  });
}

test("on paper there are all rows, a head on each page and the legend", async ({ page, isMobile }) => {
  test.skip(isMobile, "paper is the same for both");
  await open(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("thead")).toHaveCSS("display", "table-header-group");
  await expect(page.locator(".matrix-area")).toHaveCSS("overflow", "visible");
  await expect(page.getByRole("searchbox")).toBeHidden();
  const pdf = await page.pdf({ format: "A4", landscape: true });
  expect((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length).toBeGreaterThan(3);
});
