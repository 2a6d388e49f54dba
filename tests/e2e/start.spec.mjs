import { expect, test } from "@playwright/test";

test("the start page answers and its app runs", async ({ page }) => {
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));

  const response = await page.goto("/");

  expect(response.status()).toBe(200);
  await expect(page.locator("#app .shell")).toHaveCount(0);
  await expect(page.locator("#app")).not.toBeEmpty();
  expect(problems).toEqual([]);
});
