// A server of a story's own, for stories that stop it or that must be alone: the demonstration plan in a folder that
// goes away with it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const binary = process.env.MATRIZ_BIN || fileURLToPath(new URL("../../target/release/matriz", import.meta.url));

export class Server {
  constructor(port) {
    this.data = mkdtempSync(join(tmpdir(), "matriz-e2e-own-"));
    this.address = `127.0.0.1:${port}`;
    this.url = `http://${this.address}`;
  }

  /** Starts it, or starts it again with what it had. */
  async start() {
    const { DATABASE_URL: _, ...env } = process.env;
    const options = ["serve", "--listen", this.address, "--data", this.data, "--demo"];
    this.child = spawn(binary, options, { env: { ...env, MATRIZ_LOG: "warn" }, stdio: "ignore" });
    this.ended = once(this.child, "close");
    for (let tries = 0; tries < 600; tries += 1) {
      const answer = await fetch(`${this.url}/api/ready`).catch(() => undefined);
      if (answer?.ok) return this;
      await pause(25);
    }
    throw new Error("the server does not become ready");
  }

  /** As a power cut does it. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  async remove() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** A server that is alone. */
export async function ownServer() {
  return new Server(await freePort()).start();
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
