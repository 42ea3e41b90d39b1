/**
 * Holds every import of the project against the table of rooms in one-way/rooms.ts, and names each that leads the wrong way.
 *
 * oxlint's `no-restricted-imports` sees the text of an import alone, in which `../sdk/x.ts` means another room in each
 * folder; this resolves it.
 */
import { readFile } from "node:fs/promises";

import { findingsIn } from "./one-way/check.ts";
import { PENDING } from "./one-way/pending.ts";
import { unexpected } from "./one-way/unexpected.ts";
import { projectFiles } from "./sources.ts";

const files = await projectFiles("[cm]?[jt]sx?", "sol", "circom");
const findings = (
  await Promise.all(files.map(async (path) => findingsIn({ path, text: await readFile(path, "utf8") })))
).flat();
const problems = unexpected(findings, PENDING);
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? `${files.length} files import one way.`
    : `${problems.length} imports lead the wrong way.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
