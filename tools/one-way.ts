/**
 * Holds every import of the project against the table of rooms in one-way/rooms.ts, and names each that leads the wrong way.
 *
 * oxlint's `no-restricted-imports` sees the text of an import alone, in which `../sdk/x.ts` means another room in each
 * folder; this resolves it.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";

import { findingsIn } from "./one-way/check.ts";
import { FORMER_FOLDERS, PENDING } from "./one-way/pending.ts";
import { unexpected } from "./one-way/unexpected.ts";

/** Folders whose files are not written by hand, or are not of this project. */
const IGNORED = /^(?:node_modules|build|dist|coverage|\..+)$/;
const SOURCE = /\.(?:[cm]?[jt]sx?|sol|circom)$/;

async function sourcesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (IGNORED.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await sourcesBelow(path)));
    else if (SOURCE.test(entry.name)) found.push(path);
  }
  return found;
}

const files = (await sourcesBelow(".")).map((path) => path.split(sep).join("/")).toSorted();
const findings = (
  await Promise.all(files.map(async (path) => findingsIn({ path, text: await readFile(path, "utf8") })))
).flat();
const problems = unexpected({ files, findings, formerFolders: FORMER_FOLDERS, pending: PENDING });
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? `${files.length} files import one way.`
    : `${problems.length} imports lead the wrong way.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
