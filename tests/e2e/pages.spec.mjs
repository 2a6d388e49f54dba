import { expect, open, plan, test } from "./support.mjs";

const disclaimers = { es: "ilustrativos", en: "illustrative", fr: "illustratives" };

for (const [lang, word] of Object.entries(disclaimers)) {
  test(`every page speaks ${lang} and carries the disclaimer`, async ({ page }) => {
    for (const rest of ["", "/institutions", "/changes", "/about", "/indicators/1.1.1-a"]) {
      await page.goto(plan(rest, lang));
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.getByRole("contentinfo")).toContainText(word);
      await expect(page.getByRole("contentinfo")).toContainText("CC-BY-4.0");
    }
  });
}

test("an institution shows its part and leads to it in the matrix", async ({ page }) => {
  await page.goto(plan("/institutions"));
  const card = page.getByRole("listitem").filter({ hasText: "DIGEMIN" }).first();
  await expect(card).toContainText("Respondió por el");
  await card.getByRole("link", { name: "Ver en la matriz" }).click();
  await expect(page).toHaveURL(/institution=DIGEMIN/);
  await expect(page.locator("tr[data-code]").first()).toBeVisible();
});

test("the method has a worked example and the legend", async ({ page }) => {
  await page.goto(plan("/about"));
  await expect(page.getByText("(55 − 40) ÷ (60 − 40) = 0,75")).toBeVisible();
  await expect(page.locator(".legend dt")).toHaveCount(11);
});

test("another language keeps the view", async ({ page }) => {
  await open(page, "?q=ley&year=2009");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/en\/plans\/.*q=ley/);
  await expect(page).toHaveURL(/year=2009/);
  await expect(page.getByRole("searchbox")).toHaveValue("ley");
});

test("the only plan is where the start page leads; the list has it", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/plans\/peru-trata/);
  await page.goto("/fr/plans");
  await page.getByRole("link", { name: /traite/ }).click();
  await expect(page).toHaveURL(plan("", "fr"));
});

test("what is not there says so and leads back", async ({ page }) => {
  await page.goto("/en/plans/none");
  await expect(page.getByText("The address does not exist or the plan was removed")).toBeVisible();
  await page.goto("/fr/rien");
  await expect(page.getByRole("heading", { name: "Page introuvable" })).toBeVisible();
});
