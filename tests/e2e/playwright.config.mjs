// Starts the release server with the demonstration plan in a folder that goes away, and drives Debian's Chromium.
// CHROMIUM: another browser. MATRIZ_BIN: another binary; a debug one reads app/dist from disk.
// MATRIZ_E2E_URL: a server that already runs, instead of one of ours; MATRIZ_WRITE_TOKEN is then its token.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

/** Lets a test write through the API: `authorization: Bearer ...`. The server takes none below 16 characters. */
const WRITE_TOKEN = (process.env.MATRIZ_WRITE_TOKEN ??= "e2e-token-e2e-token");

// Workers read this file again: what the first reading chose travels in the environment.
const own = !process.env.MATRIZ_E2E_URL || process.env.MATRIZ_E2E_DATA;
if (!process.env.MATRIZ_E2E_URL) {
  const data = mkdtempSync(join(tmpdir(), "matriz-e2e-"));
  process.on("exit", () => rmSync(data, { recursive: true, force: true }));
  process.env.MATRIZ_E2E_DATA = data;
  process.env.MATRIZ_E2E_URL = `http://127.0.0.1:${await freePort()}`;
}
const baseURL = process.env.MATRIZ_E2E_URL;
const binary = process.env.MATRIZ_BIN || fileURLToPath(new URL("../../target/release/matriz", import.meta.url));

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "output/results",
  workers: 2,
  fullyParallel: false,
  // Two cores shared by two browsers, the server and its databases: a stall of seconds is the machine's. The report
  // names what needed a second try.
  retries: process.env.CI ? 2 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "output/results.json" }], ["./count.mjs"]],
  use: {
    baseURL,
    locale: "es-PE",
    timezoneId: "America/Lima",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desk", use: { viewport: { width: 1440, height: 900 } } },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
  ],
  webServer: own
    ? {
        // Without the caller's DATABASE_URL: these tests write.
        command: `exec env -u DATABASE_URL "${binary}" serve --listen ${new URL(baseURL).host} --data "${process.env.MATRIZ_E2E_DATA}" --demo`,
        env: { MATRIZ_LOG: "warn", MATRIZ_WRITE_TOKEN: WRITE_TOKEN },
        url: `${baseURL}/api/ready`,
        timeout: 30_000,
        gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
        stdout: "ignore",
        stderr: "pipe",
      }
    : undefined,
});

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
