// Writes the life cycle's table into docs/protocol.md, between its two markers.
//
//   node tools/protocol.ts           writes the page
//   node tools/protocol.ts --check   fails if the page shows another table
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { formattedPage } from "./formatted-page.ts";
import { lifeCycleTable } from "./life-cycle/markdown.ts";

const PAGE = new URL("../docs/protocol.md", import.meta.url);
const [START, END] = [
  "<!-- life cycle: written by `npm run protocol` -->",
  "<!-- end of the life cycle -->",
] as const;

const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });

const page = await readFile(PAGE, "utf8");
const [start, end] = [page.indexOf(START), page.indexOf(END)];
if (start === -1 || end < start) throw new Error("docs/protocol.md has lost its markers.");
const written = await formattedPage(
  PAGE,
  `${page.slice(0, start)}${START}\n\n${lifeCycleTable()}\n\n${page.slice(end)}`,
);

if (written === page) {
  console.log("docs/protocol.md shows the table as it is.");
} else if (options.check) {
  console.error(
    "docs/protocol.md shows another life cycle than client/protocol/life-cycle.ts. Run: npm run protocol",
  );
  process.exitCode = 1;
} else {
  await writeFile(PAGE, written);
  console.log("Wrote docs/protocol.md.");
}
