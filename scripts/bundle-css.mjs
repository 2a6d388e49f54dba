// Joins the style files into target/style: matriz.css, which all programs load, in the order in which the layers are
// declared, and for each folder of style/programs a file with style/working and the blocks of that program alone. One file, because a
// first visit should ask for one; blocks of a program may have the names that they have in another.
// A file in style/ that has no place in the order is an error.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const at = (path) => new URL(path, root);
const css = (folder) => readdirSync(at(folder)).filter((name) => name.endsWith(".css")).sort().map((name) => folder + name);

const order = ["order.css", "tokens.css", "reset.css", "base.css", "layout.css", "components/", "utilities.css", "print.css"];

const strays = css("style/").filter((path) => !order.includes(path.slice("style/".length)));
if (strays.length > 0) {
  console.error(`style: no place in the order for ${strays.join(", ")} (scripts/bundle-css.mjs)`);
  process.exit(1);
}

mkdirSync(at("target/style/"), { recursive: true });
const join = (name, paths) => writeFileSync(at(`target/style/${name}.css`), paths.map((path) => readFileSync(at(path), "utf8")).join("\n"));

join("matriz", order.flatMap((name) => (name.endsWith("/") ? css(`style/${name}`) : `style/${name}`)));
for (const program of readdirSync(at("style/programs/"))) join(program, [...css("style/working/"), ...css(`style/programs/${program}/`)]);
