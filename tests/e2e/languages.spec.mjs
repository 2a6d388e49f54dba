import { definitions, expect, plan, putFigure, SLUG, test } from "./support.mjs";

// What the page itself asks, and what it does when there is no answer: without a service worker in between.
test.beforeEach(({ page }) =>
  page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error("not in this test"));
  }),
);

const panel = (page) => page.getByRole("complementary");

test("another language asks for its texts and nothing goes away meanwhile", async ({ page }) => {
  const asked = [];
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route(`**/api/plans/${SLUG}?*`, async (route) => {
    const lang = new URL(route.request().url()).searchParams.get("lang");
    asked.push(lang);
    if (lang === "fr") await held;
    await route.continue();
  });
  await page.goto(plan("/indicators/1.1.1-a"));
  await expect(panel(page)).toContainText(definitions.es);
  await page.getByRole("link", { name: "Français" }).click();
  await expect(panel(page).getByRole("heading", { level: 2 })).toContainText("Campagnes d’envergure nationale");
  await expect(panel(page)).toContainText(definitions.es);
  answer();
  await expect(panel(page)).toContainText(definitions.fr);
  await expect(panel(page)).not.toContainText(definitions.es);
  expect(asked).toEqual(["es", "fr"]);
  await page.getByRole("link", { name: "Español" }).click();
  await expect(panel(page)).toContainText(definitions.es);
});

test("a language that cannot be had leaves the texts that are there", async ({ page }) => {
  await page.goto(plan("/indicators/1.1.1-a"));
  await expect(panel(page)).toContainText(definitions.es);
  await page.route(`**/api/plans/${SLUG}?lang=en`, (route) => route.abort());
  await page.getByRole("link", { name: "English" }).click();
  await expect(panel(page).getByRole("heading", { level: 2 })).toContainText("National campaigns");
  await expect(panel(page)).toContainText(definitions.es);
});

test("a figure that arrives while the texts are on their way is not lost, nor are the texts", async ({ page, request }, { project }) => {
  const code = project.name === "phone" ? "4.1.2-a" : "4.1.1-b";
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  let first = true;
  await page.route(`**/api/plans/${SLUG}?lang=en`, async (route) => {
    const response = await route.fetch();
    if (first) await held;
    first = false;
    await route.fulfill({ response });
  });
  await page.goto(plan(`/indicators/${code}`));
  await expect(panel(page).getByRole("heading", { level: 2 })).toContainText(code);
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await putFigure(request, code, 2011, 777);
  await expect(panel(page)).toContainText("777");
  answer();
  await expect(page.locator(".footer__disclaimer")).toContainText("illustrative");
  await expect(panel(page)).toContainText("777");
});
