// Runs a command while the release server serves the demonstration plan on a free port, from a folder that
// goes away. The command finds its address in MATRIZ_URL.
//   node scripts/with-server.mjs COMMAND [ARGUMENT..]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const [command, ...rest] = process.argv.slice(2);
const binary = fileURLToPath(new URL("../target/release/matriz", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "matriz-"));
const address = `127.0.0.1:${await freePort()}`;
const { DATABASE_URL: _, ...env } = process.env;

const server = spawn(binary, ["serve", "--listen", address, "--data", data, "--demo"], {
  env: { MATRIZ_LOG: "warn", ...env },
  stdio: ["ignore", "ignore", "inherit"],
});
const ended = new Promise((resolve) => server.on("close", resolve).on("error", resolve));

let status = 1;
if (await ready()) {
  const child = spawn(command, rest, { env: { ...env, MATRIZ_URL: `http://${address}` }, stdio: "inherit" });
  status = await new Promise((resolve) => child.on("close", resolve).on("error", () => resolve(127)));
} else {
  console.error(`with-server: ${binary} did not become ready`);
}
server.kill("SIGTERM");
await ended;
rmSync(data, { recursive: true, force: true });
process.exit(status ?? 1);

async function ready() {
  for (let attempt = 0; attempt < 200 && server.exitCode === null; attempt += 1) {
    const answer = await fetch(`http://${address}/api/ready`).catch(() => undefined);
    if (answer?.ok) return true;
    await pause(100);
  }
  return false;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
