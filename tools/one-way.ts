/**
 * Holds every import of the project against the table of rooms in one-way/rooms.ts, and names each that leads the wrong way.
 *
 * oxlint's `no-restricted-imports` sees the text of an import alone, in which `../sdk/x.ts` means another room in each
 * folder; this resolves it.
 */
import { readFile } from "node:fs/promises";

import { findingsIn } from "./one-way/check.ts";
import { projectFiles } from "./sources.ts";

/** Programs as the package's users write them, who know it by its name alone. */
const OF_USERS = ["tools/package/users/", "bench/prover/programs/"];

const files = (await projectFiles("[cm]?[jt]sx?", "sol", "circom")).filter(
  (path) => !OF_USERS.some((folder) => path.startsWith(folder)),
);
const findings = (
  await Promise.all(files.map(async (path) => findingsIn({ path, text: await readFile(path, "utf8") })))
).flat();
for (const { file, line, problem, rule } of findings) console.error(`${file}:${line}: ${problem} (${rule})`);
console.log(
  findings.length === 0
    ? `${files.length} files import one way.`
    : `${findings.length} imports lead the wrong way.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
