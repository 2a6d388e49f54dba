// The second factor as people use it: set up with a telephone, asked for at sign-in, lost, required by a role. The codes
// are computed here as a telephone does. Everybody here is somebody of their own: other specs use the same server.
import AxeBuilder from "@axe-core/playwright";
import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, SLUG, test, watch } from "./support.mjs";

const PASSWORD = "a long password of the stories";
const binary = process.env.MATRIZ_BIN || fileURLToPath(new URL("../../target/release/matriz", import.meta.url));
const { DATABASE_URL: _, ...env } = process.env;

/** Makes somebody with a post and a password, as whoever runs the server does. */
function addPerson(email, name, ...post) {
  const where = ["--data", process.env.MATRIZ_E2E_DATA];
  const form = ["--name", name, "--plan", SLUG, "--post", `Cargo de ${name}`, ...post, "--password-stdin"];
  execFileSync(binary, ["user", "add", email, ...form, ...where], { env, input: `${PASSWORD}\n`, stdio: ["pipe", "pipe", "inherit"] });
}

const step = () => Math.floor(Date.now() / 30_000);

/** Six digits of a time step: RFC 6238. */
function code(secret, at) {
  const bits = [...secret.replaceAll(" ", "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(at));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function givePassword(page, email, password = PASSWORD) {
  await page.goto("/es/account");
  await page.getByLabel("Correo electrónico").fill(email);
  await page.getByLabel("Contraseña", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Ingresar" }).click();
}

async function giveCode(page, typed) {
  await page.getByLabel("Código, o código de recuperación").fill(typed);
  await page.getByRole("button", { name: "Continuar" }).click();
}

async function fine(page) {
  await expect(page.locator(".skeleton")).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

/** From the password to the codes on paper. Gives the secret, the time step that was used, and the codes. */
async function setUp(page, password = PASSWORD) {
  await page.getByLabel("Contraseña actual").last().fill(password);
  await page.getByRole("button", { name: "Seguir" }).click();
  await expect(page.getByRole("img", { name: /Código QR/ })).toBeVisible();
  await fine(page);
  const secret = await page.locator(".secret").innerText();
  const first = page.getByLabel("Código que muestra el teléfono");
  await first.fill(code(secret, step() - 50));
  await page.getByRole("button", { name: "Activarlo" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "no es correcto" })).toBeVisible();
  await expect(first).toHaveValue("");
  const used = step();
  await first.fill(code(secret, used));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Sus códigos de recuperación" })).toBeFocused();
  const codes = await page.locator(".codes code").allInnerTexts();
  expect(new Set(codes).size).toBe(10);
  await fine(page);
  return { secret, used, codes };
}

const section = (page) => page.getByRole("region", { name: "Segundo factor" });

/** Signs out, and waits until that is done: what is opened before would still be somebody's page. */
async function leave(page) {
  await page.getByRole("button", { name: "Salir", exact: true }).click();
  await expect(page.getByLabel("Correo electrónico")).toBeVisible();
}

test("somebody sets a second factor up, signs in with it, and without the telephone", async ({ page }, info) => {
  test.setTimeout(90_000);
  const email = `sf.${info.project.name}@mtpe.example`;
  addPerson(email, `Segundo ${info.project.name}`, "--role", "reporter", "--institution", "MTPE");
  await givePassword(page, email);
  await expect(section(page)).toContainText("Está desactivado.");
  await section(page).getByRole("button", { name: "Configurarlo" }).click();
  const { secret, used, codes } = await setUp(page);
  await page.getByRole("button", { name: "Ya los guardé" }).click();
  await expect(section(page)).toContainText("Códigos de recuperación sin usar: 10");

  await leave(page);
  await givePassword(page, email);
  await expect(page.getByRole("heading", { level: 1, name: "Escriba su código" })).toBeVisible();
  await expect(page.getByLabel("Código, o código de recuperación")).toBeFocused();
  await expect(page.getByRole("link", { name: "Mis reportes" })).toHaveCount(0);
  for (const [lang, title] of [["en", "Give your code"], ["fr", "Donnez votre code"], ["es", "Escriba su código"]]) {
    await page.goto(`/${lang}/account`);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await fine(page);
  }
  // The code with which it was set up is used; the one after it is not.
  await giveCode(page, code(secret, used));
  await expect(page.getByRole("alert").filter({ hasText: "ya se usó" })).toBeVisible();
  await expect(page.getByLabel("Código, o código de recuperación")).toHaveValue("");
  await giveCode(page, code(secret, used + 1));
  await expect(section(page)).toContainText("Está activo desde");

  await leave(page);
  await givePassword(page, email);
  await giveCode(page, codes[0].toUpperCase());
  await expect(section(page)).toContainText("Códigos de recuperación sin usar: 9");
  await fine(page);

  await section(page).getByRole("button", { name: "Desactivarlo" }).click();
  const form = section(page).locator("form");
  await form.getByLabel("Contraseña actual").fill(PASSWORD);
  await form.getByLabel("Código, o código de recuperación").fill(codes[0]);
  await form.getByRole("button", { name: "Desactivarlo" }).click();
  await expect(form.getByRole("alert")).toContainText("ya se usó");
  await form.getByLabel("Código, o código de recuperación").fill(codes[1]);
  await form.getByRole("button", { name: "Desactivarlo" }).click();
  await expect(section(page)).toContainText("Está desactivado.");
});

test("whoever manages people takes away the second factor of somebody who lost it", async ({ page }, info) => {
  const [email, coordinator] = ["lost", "cora"].map((who) => `sf.${who}.${info.project.name}@plan.example`);
  const name = `Perdido ${info.project.name}`;
  addPerson(email, name, "--role", "reporter", "--institution", "MTPE");
  addPerson(coordinator, `Coordina ${info.project.name}`, "--role", "coordinator");
  await givePassword(page, email);
  await section(page).getByRole("button", { name: "Configurarlo" }).click();
  await setUp(page);
  await page.getByRole("button", { name: "Ya los guardé" }).click();
  await expect(section(page)).toContainText("Está activo desde");
  await leave(page);

  await givePassword(page, coordinator);
  await page.getByRole("link", { name: "Personas" }).click();
  const person = page.getByRole("listitem").filter({ has: page.getByText(email) });
  await expect(person).toContainText("con segundo factor");
  page.once("dialog", (dialog) => dialog.accept());
  await person.getByRole("button", { name: `Quitar el segundo factor: ${name}` }).click();
  await expect(person).not.toContainText("con segundo factor");
  await leave(page);
  await givePassword(page, email);
  await expect(section(page)).toContainText("Está desactivado.");
});

test("a role that requires it is led to set it up, and to nothing else before", async ({ browser }, info) => {
  const data = mkdtempSync(join(tmpdir(), "matriz-factor-"));
  const options = ["--listen", "127.0.0.1:0", "--data", data, "--demo", "--require-second-factor", "reviewer"];
  const server = spawn(binary, ["serve", ...options], { env: { ...env, MATRIZ_LOG: "warn" }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const lines = createInterface({ input: server.stdout });
    const url = await new Promise((resolve) => lines.once("line", (line) => resolve(line.trim().split(" ").pop())));
    await expect.poll(async () => (await fetch(`${url}/api/ready`).catch(() => ({}))).status).toBe(200);
    const { viewport, isMobile, hasTouch } = info.project.use;
    const context = await browser.newContext({ baseURL: url, locale: "es-PE", viewport, isMobile, hasTouch });
    const page = await context.newPage();
    const problems = watch(page, url);
    await givePassword(page, "revision@plan.example", "matriz-demo-2011");
    await expect(page.getByText("Su cargo exige un segundo factor.")).toBeVisible();
    await page.goto("/es/review");
    await expect(page.getByText("Su cargo exige un segundo factor.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Revisión" })).toHaveCount(0);
    await fine(page);
    await setUp(page, "matriz-demo-2011");
    await page.getByRole("button", { name: "Ya los guardé" }).click();
    await expect(page.locator(".board")).toBeVisible();
    await page.goto("/es/account");
    await expect(section(page)).toContainText("Su cargo lo exige.");
    await expect(section(page).getByRole("button", { name: "Desactivarlo" })).toHaveCount(0);
    expect(problems.filter((text) => !/40[01]/.test(text))).toEqual([]);
    await context.close();
  } finally {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.on("close", resolve));
    rmSync(data, { recursive: true, force: true });
  }
});
