// Writes the life cycle's table into docs/protocol.md, between its two markers.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { main } from "../circuits/command-line.ts";
import { generatorCommand, type GeneratedFile } from "../circuits/tools/generated-files.ts";
import { formattedPage } from "./formatted-page.ts";
import { lifeCycleTable } from "./life-cycle/markdown.ts";

const PAGE = new URL("../docs/protocol.md", import.meta.url);
const [START, END] = [
  "<!-- life cycle: written by `npm run protocol` -->",
  "<!-- end of the life cycle -->",
] as const;

async function generate(): Promise<GeneratedFile[]> {
  const page = await readFile(PAGE, "utf8");
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start) throw new Error("docs/protocol.md has lost its markers.");
  const text = await formattedPage(
    PAGE,
    `${page.slice(0, start)}${START}\n\n${lifeCycleTable()}\n\n${page.slice(end)}`,
  );
  return [{ path: fileURLToPath(PAGE), text }];
}

await main(
  generatorCommand({
    name: "npm run protocol",
    summary: "write the table of the life cycle into docs/protocol.md",
    generate,
  }),
);
