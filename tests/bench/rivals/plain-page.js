// The same plan as one real table: all rows in the document, the search hides rows.
import { rows, number, fold } from "/data.js";

const { rowData, years } = await rows();
const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const figure = (value) => `<td>${value == null ? "" : number.format(value)}</td>`;
const line = (row) =>
  `<tr><th scope="row">${row.code} ${escape(row.title)}</th><td>${escape(row.unit)}</td><td>${row.responsible}</td>${figure(row.baseline)}${years
    .map((year) => figure(row[`y${year}`]))
    .join("")}${figure(row.target)}</tr>`;
const names = ["title", "unit", "responsible", "baseline", ...years, "target"];
document.querySelector("#area").innerHTML =
  `<table><thead><tr>${names.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead><tbody>${rowData.map(line).join("")}</tbody></table>`;

const lines = [...document.querySelectorAll("tbody tr")];
const output = document.querySelector("output");
output.textContent = `${lines.length}`;
let texts;
document.querySelector("#search").addEventListener("input", ({ target }) => {
  texts ??= rowData.map((row) => fold(`${row.code}\n${row.responsible}\n${row.title}`));
  const words = fold(target.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [i, text] of texts.entries()) {
    const found = words.every((word) => text.includes(word));
    if (lines[i].hidden === found) lines[i].hidden = !found;
    if (found) count += 1;
  }
  output.textContent = `${count}`;
});
