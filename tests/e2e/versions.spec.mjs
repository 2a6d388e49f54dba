// Versions of a plan: frozen, compared, restored, checked. A server and a plan of its own: what is frozen stays.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";
import { watch } from "./support.mjs";

const BINARY = process.env.MATRIZ_BIN || fileURLToPath(new URL("../../target/release/matriz", import.meta.url));
const PASSWORD = "a long test password";

const planFile = ({ target, title }) => `
[plan]
slug = "agua"
title = { es = "Plan del agua" }
first_year = 2009
last_year = 2010
languages = ["es"]
default_language = "es"
[[plan.level]]
code = "meta"
name = { es = "meta" }
plural = { es = "metas" }
[plan.years]
2009 = "closed"
2010 = "open"
[[institution]]
code = "MIN"
name = { es = "Ministerio" }
kind = "ministry"
[[node]]
code = "1"
title = { es = "Agua segura" }
[[indicator]]
code = "1-a"
node = "1"
title = { es = "${title}" }
definition = { es = "Pozos con agua segura" }
kind = "number"
unit = { es = "pozos" }
baseline = { value = 10, year = 2008 }
targets = { 2010 = ${target} }
responsible = "MIN"
`;

/** A server with the plan and a coordinator. */
const test = base.extend({
  server: [
    async ({}, use) => {
      const data = mkdtempSync(join(tmpdir(), "matriz-versions-"));
      const env = { ...process.env, MATRIZ_LOG: "warn" };
      delete env.DATABASE_URL;
      const run = (args, input = "") => execFileSync(BINARY, [...args, "--data", data], { env, input, stdio: ["pipe", "ignore", "inherit"] });
      const bring = (values) => {
        const file = join(data, "plan.toml");
        writeFileSync(file, planFile(values));
        run(["plan", "import", file]);
      };
      bring({ target: 100, title: "Pozos" });
      const post = ["--name", "Cora", "--plan", "agua", "--role", "coordinator", "--post", "Coordinación", "--from", "2009-01-01"];
      run(["user", "add", "cora@example.org", ...post, "--password-stdin"], `${PASSWORD}\n`);
      const url = `http://127.0.0.1:${await freePort()}`;
      const child = spawn(BINARY, ["serve", "--listen", new URL(url).host, "--data", data], { env, stdio: "ignore" });
      await expect.poll(async () => (await fetch(`${url}/api/ready`).catch(() => null))?.status, { timeout: 30_000 }).toBe(200);
      await use({ url, bring });
      child.kill("SIGTERM");
      await once(child, "exit");
      rmSync(data, { recursive: true, force: true });
    },
    { scope: "test" },
  ],
  page: async ({ page, server }, use) => {
    const problems = watch(page, server.url);
    await use(page);
    expect(problems).toEqual([]);
  },
});

function freePort() {
  return new Promise((resolve, reject) => {
    const listener = createServer().on("error", reject);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
}

async function signIn(page, url) {
  const answer = await page.request.post(`${url}/api/session`, { data: { email: "cora@example.org", password: PASSWORD } });
  expect(answer.status()).toBe(200);
}

async function freeze(page, reason) {
  await page.getByLabel("Motivo, que se publica").fill(reason);
  await page.getByRole("button", { name: /^Fijar la versión/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "está fijada" })).toBeVisible();
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

async function accessible(page) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

test("the coordinator freezes a version with a reason, everybody reads it and checks its hash", async ({ page, server }) => {
  const versions = `${server.url}/es/plans/agua/versions`;
  await page.goto(versions);
  await expect(page.getByText("Todavía no hay versiones.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Fijar/ })).toHaveCount(0);

  await signIn(page, server.url);
  await page.reload();
  await page.getByRole("button", { name: "Fijar la versión 1" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Escriba un motivo." })).toBeVisible();
  await freeze(page, "Validado en el taller");
  await expect(page.getByText("El plan está como en la versión 1.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Fijar la versión 2" })).toBeVisible();
  await accessible(page);

  await page.getByRole("link", { name: "Comprobar la huella" }).click();
  await expect(page.getByText(/Esta huella es de la versión 1, del/)).toBeVisible();
  await expect(page.getByText("El plan actual tiene la misma huella")).toBeVisible();
  await accessible(page);
  await page.getByLabel("Huella de 64 cifras").fill("00ff");
  await page.getByRole("button", { name: "Comprobar", exact: true }).click();
  await expect(page.getByText("Ninguna versión de este plan tiene esta huella.")).toBeVisible();
  await expect(page).toHaveURL(/verify\/00ff$/);
});

test("two versions are compared field by field, and one field is restored with the keyboard", async ({ page, server }) => {
  await signIn(page, server.url);
  await page.goto(`${server.url}/es/plans/agua/versions`);
  await freeze(page, "Primera");
  server.bring({ target: 60, title: "Pozos seguros" });
  await page.reload();
  await expect(page.getByText("El plan ha cambiado desde la versión 1.")).toBeVisible();
  await page.getByRole("link", { name: "Ver qué cambió" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Qué cambió" })).toBeVisible();
  await expect(page.getByText("1 cambiados, 0 agregados, 0 retirados")).toBeVisible();
  const target = page.getByRole("listitem").filter({ hasText: "2010" }).last();
  await expect(target.locator("del")).toHaveText("100");
  await expect(target.locator("ins")).toHaveText("60");
  await accessible(page);

  const open = page.getByRole("button", { name: /^Restaurar 1-a .*2010 de la versión 1$/ });
  await open.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("El plan volverá a decir: 100")).toBeVisible();
  await expect(page.getByLabel("Motivo, que se publica")).toBeFocused();
  await accessible(page);
  await page.keyboard.type("Se corrige");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "está restaurado" })).toBeVisible();
  await expect(page.locator("ins")).toHaveText(["Pozos seguros"]);
  const plan = await (await page.request.get(`${server.url}/api/plans/agua`)).json();
  expect(plan.indicators[0].targets).toEqual({ 2010: 100 });
  const { changes } = await (await page.request.get(`${server.url}/api/plans/agua/changes`)).json();
  expect([changes[0].actor, changes[0].reason]).toEqual(["coordination", "Se corrige"]);
});

test("a record that changed meanwhile is shown as it is before anything is restored", async ({ page, server }) => {
  await signIn(page, server.url);
  await page.goto(`${server.url}/es/plans/agua/versions`);
  await freeze(page, "Primera");
  server.bring({ target: 60, title: "Pozos" });
  await page.goto(`${server.url}/es/plans/agua/versions/1/compare/now`);
  await page.getByRole("button", { name: /^Restaurar 1-a/ }).click();
  await page.getByLabel("Motivo, que se publica").fill("Se corrige");
  server.bring({ target: 70, title: "Pozos" });
  await page.getByRole("button", { name: "Restaurar en el plan" }).click();
  await expect(page.getByRole("status").filter({ hasText: "cambió entretanto" })).toBeVisible();
  await expect(page.locator("ins")).toHaveText("70");
});

test("the pages speak three languages and fit a narrow window", async ({ page, server }) => {
  await signIn(page, server.url);
  await page.goto(`${server.url}/es/plans/agua/versions`);
  await freeze(page, "Primera");
  server.bring({ target: 60, title: "Un título largo que ocupa más de una línea en una ventana estrecha" });
  await page.setViewportSize({ width: 320, height: 700 });
  for (const [lang, list, compare, verify] of [
    ["es", "Versiones del plan", "Qué cambió", "Comprobar una huella"],
    ["en", "Versions of the plan", "What changed", "Check a hash"],
    ["fr", "Versions du plan", "Ce qui a changé", "Vérifier une empreinte"],
  ]) {
    for (const [path, title] of [["versions", list], ["versions/1/compare/now", compare], [`verify/${"0a".repeat(32)}`, verify]]) {
      await page.goto(`${server.url}/${lang}/plans/agua/${path}`);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expect(page.locator(".skeleton")).toHaveCount(0);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      expect(await fits(page), `${lang} ${path}`).toBe(true);
    }
  }
});
