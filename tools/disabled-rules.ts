/** Names every place that switches a lint rule off without saying why: `oxlint-disable max-lines -- one table`. */
import { readFile } from "node:fs/promises";

import { unexplained } from "./disabled-rules/unexplained.ts";
import { projectFiles } from "./sources.ts";

const files = await projectFiles("[cm]?[jt]sx?", "sol");
const found = await Promise.all(files.map(async (path) => unexplained(path, await readFile(path, "utf8"))));
for (const problem of found.flat()) console.error(problem);
process.exitCode = found.flat().length === 0 ? 0 : 1;
