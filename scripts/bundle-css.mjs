// Joins the style files into target/style/matriz.css, in the order in which the layers are declared.
// One file, because a first visit should ask for one. A file in style/ that has no place in the order is an error.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const at = (path) => new URL(path, root);
const css = (folder) => readdirSync(at(folder)).filter((name) => name.endsWith(".css")).sort();

const order = ["order.css", "tokens.css", "reset.css", "base.css", "layout.css", "components/", "utilities.css", "print.css"];

const strays = css("style/").filter((name) => !order.includes(name));
if (strays.length > 0) {
  console.error(`style: no place in the order for ${strays.join(", ")} (scripts/bundle-css.mjs)`);
  process.exit(1);
}

const files = order.flatMap((name) => (name === "components/" ? css("style/components/").map((file) => name + file) : name));
const bundle = files.map((name) => readFileSync(at(`style/${name}`), "utf8")).join("\n");

mkdirSync(at("target/style/"), { recursive: true });
writeFileSync(at("target/style/matriz.css"), bundle);
