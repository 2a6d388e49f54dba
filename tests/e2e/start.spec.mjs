import { expect, test } from "@playwright/test";

test("the start page answers and its app runs", async ({ page }) => {
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));

  const response = await page.goto("/");

  expect(response.status()).toBe(200);
  // The links to the languages are made by the app; the page as it is sent has none.
  await expect(page.getByRole("link", { name: "English" })).toBeVisible();
  expect(problems).toEqual([]);
});
