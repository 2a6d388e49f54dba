// Puts the built desk beside the matrix: its index.html becomes app/dist/desk.html, its hashed files keep their
// names, which are made of their content; the style file is the same in both.
import { copyFileSync, readdirSync } from "node:fs";

const root = new URL("../", import.meta.url);
for (const name of readdirSync(new URL("target/desk-dist/", root))) {
  const target = name.replace(/^index\.html/, "desk.html");
  copyFileSync(new URL(`target/desk-dist/${name}`, root), new URL(`app/dist/${target}`, root));
}
