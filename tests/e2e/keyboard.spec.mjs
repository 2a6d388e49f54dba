import { clear, expect, node, open, row, test } from "./support.mjs";

test.skip(({ isMobile }) => isMobile, "phones have no such keyboard");

test("arrows move over cells, Enter opens, Escape closes and comes back", async ({ page }) => {
  await open(page);
  await page.locator(".matrix-area").focus();
  await page.keyboard.press("ArrowDown");
  await expect(node(page, "1").locator("th")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await expect(row(page, "1-a").locator("td").last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(page, "1-a").locator("th")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/indicators\/1-a/);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/indicators/);
  await expect(row(page, "1-a").locator("th")).toBeFocused();
});

test("rows open and close with the keyboard and keep the focus", async ({ page }) => {
  await open(page);
  await page.locator(".matrix-area").focus();
  await page.keyboard.press("ArrowDown");
  for (const [key, state] of [["ArrowLeft", "false"], ["ArrowRight", "true"], [" ", "false"], ["Enter", "true"]]) {
    await page.keyboard.press(key);
    await expect(node(page, "1")).toHaveAttribute("aria-expanded", state);
    await expect(node(page, "1").locator("th")).toBeFocused();
  }
  await page.keyboard.press("Control+End");
  await expect(page.locator("tr.matrix__row").last().locator("th")).toBeFocused();
});

test("slash searches, question mark shows the keys", async ({ page }) => {
  await open(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("a?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await clear(page).click();
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.locator(".matrix-area").focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Teclado" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
