// Pictures of every page, for people to look at: tests/e2e/output/screens, outside git.
import { expect, plan, test } from "./support.mjs";

const screens = { matrix: "", overview: "?zoom=overview", detail: "?zoom=detail", empty: "?q=zzzz", compare: "?compare=2008", indicator: "/indicators/6.1.1-b", institutions: "/institutions", changes: "/changes", about: "/about" };

for (const scheme of ["light", "dark"]) {
  test(`pictures of every page, ${scheme}`, async ({ page }, info) => {
    test.setTimeout(90_000);
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, rest] of Object.entries(screens)) {
      await page.goto(plan(rest, scheme === "light" ? "es" : "fr"));
      await expect(page.locator("h1:visible, h2:visible").first()).toBeVisible();
      await expect(page.locator(".skeleton")).toHaveCount(0);
      const picture = await page.screenshot({ path: `output/screens/${name}-${info.project.name}-${scheme}.png`.replace(/^/, `${import.meta.dirname}/`) });
      expect(picture.length).toBeGreaterThan(5_000);
    }
  });
}
