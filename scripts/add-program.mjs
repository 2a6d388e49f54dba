// Puts a built program beside the matrix: its index.html becomes app/dist/NAME.html, its hashed files keep their names,
// which are made of their content. Files that it had before are taken away.
//   node scripts/add-program.mjs NAME        DIST=folder/ puts it elsewhere
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";

const root = new URL("../", import.meta.url);
const program = process.argv[2];
const dist = new URL(process.env.DIST ?? "app/dist/", root);
const built = new URL(`target/dist/${program}/`, root);

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) if (name.startsWith(`${program}-`) || name.startsWith(`${program}.`)) rmSync(new URL(name, dist));
for (const name of readdirSync(built)) copyFileSync(new URL(name, built), new URL(name.replace(/^index\.html/, `${program}.html`), dist));
