// Two people at one institution and a reviewer, at the same time: each sees the others and what they save.
import AxeBuilder from "@axe-core/playwright";
import { expect, SLUG, test } from "./support.mjs";
import { ownServer } from "./own.mjs";
import { apart, line, saved, signIn, value } from "./people.mjs";

const DESK = `/es/my/updates?plan=${SLUG}&year=2011`;
const CODE = "1.1.1-a";

let server;
test.beforeAll(async () => {
  server = await ownServer();
});
test.afterAll(async () => server.remove());

test("two people at one update see each other and what was saved, without a reload", async ({ browser }, info) => {
  test.setTimeout(90_000);
  const { viewport, isMobile, hasTouch } = info.project.use;
  const options = { viewport, isMobile, hasTouch };
  const [first, second] = [await apart(browser, server.url, options), await apart(browser, server.url, options)];
  await signIn(first.page, "reporte@mininter.example", DESK);
  await signIn(second.page, "jefatura@mininter.example", DESK);
  await expect(first.page.getByText("También aquí: Julio Paredes")).toBeVisible({ timeout: 10_000 });
  await value(second.page, CODE).focus();
  await expect(line(first.page, CODE).getByText("Julio Paredes lo tiene abierto")).toBeVisible({ timeout: 10_000 });
  const figure = info.project.name === "desk" ? "41" : "42";
  await value(second.page, CODE).fill(figure);
  await value(second.page, CODE).blur();
  await saved(second.page, CODE);
  await expect(value(first.page, CODE)).toHaveValue(figure, { timeout: 8_000 });
  await expect(line(first.page, CODE).locator(".grid__saving")).toContainText("Guardado por Julio Paredes");
  expect((await new AxeBuilder({ page: first.page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);

  // Who leaves is not there any more.
  await second.page.getByRole("link", { name: "Mi cuenta" }).click();
  await expect(second.page.getByRole("heading", { level: 1, name: "Mi cuenta" })).toBeVisible();
  await expect(line(first.page, CODE).getByText(/lo tiene abierto/)).toHaveCount(0, { timeout: 10_000 });
  for (const { context, problems } of [first, second]) {
    expect(problems).toEqual([]);
    await context.close();
  }
});

test("a list that is looked at again costs nothing while nothing changes", async ({ browser }, info) => {
  test.skip(info.project.name === "phone", "nothing of this depends on the width");
  const { context, page, problems } = await apart(browser, server.url);
  await signIn(page, "revision@plan.example", `/es/review?plan=${SLUG}&year=2011`);
  const answers = [];
  page.on("response", (response) => response.url().includes("/reviews") && answers.push(response.status()));
  await expect.poll(() => answers.filter((status) => status === 304).length, { timeout: 15_000 }).toBeGreaterThan(1);
  expect(problems).toEqual([]);
  await context.close();
});
