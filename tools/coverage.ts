/**
 * Measures the branch coverage of `contracts/` by the vitest tests of the contracts, and fails below the bar.
 *
 * Hardhat counts statements only. So this marks both arms of every branch in a copy of the project by statements of their
 * own, runs the tests there with Hardhat's coverage, and reads which marks were reached.
 */
import { spawn } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { markBranches } from "./coverage/branches.ts";
import type { Arm } from "./coverage/branches.ts";
import { copyProject } from "./project-copy.ts";
import { GAS } from "../vitest.config.ts";

/** Per cent of all arms. */
const BAR = 98;

const copy = await copyProject("coverage");
const files = (await readdir(join(copy, "contracts"), { recursive: true })).filter((name) =>
  name.endsWith(".sol"),
);
const sources = new Map<string, string>();
for (const name of files.toSorted()) {
  sources.set(join("contracts", name), await readFile(join(copy, "contracts", name), "utf8"));
}
const packaged = new Map<string, string>();
for (const path of await readdir(join(copy, "node_modules", "@openzeppelin", "contracts"), {
  recursive: true,
})) {
  const name = join("@openzeppelin", "contracts", path);
  if (name.endsWith(".sol")) packaged.set(name, await readFile(join(copy, "node_modules", name), "utf8"));
}
const { marked, arms } = markBranches(sources, (path) => {
  const text = packaged.get(path);
  if (text === undefined) throw new Error(`no source ${path}`);
  return text;
});
for (const [file, text] of marked) await writeFile(join(copy, file), text);

const code = await new Promise<number>((resolve, reject) => {
  const child = spawn(
    "vitest",
    [
      "run",
      "--config",
      "tools/coverage/vitest.config.ts",
      "--tagsFilter",
      `not ${GAS.name}`,
      "--reporter=dot",
    ],
    {
      cwd: copy,
      env: { ...process.env, HARDHAT_COVERAGE: "true" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  child.on("error", reject).on("close", (status) => resolve(status ?? 1));
});
if (code !== 0) throw new Error("The tests fail on the instrumented contracts.");

const executed = await executedLines(join(copy, "coverage", "lcov.info"));
const taken = (arm: Arm) => executed.get(arm.file)?.has(arm.markedLine) ?? false;
const share = (some: readonly Arm[]) => (100 * some.filter(taken).length) / some.length;
for (const [file, group] of Map.groupBy(arms, (arm) => arm.file)) {
  console.log(`${file.padEnd(44)} ${group.filter(taken).length}/${group.length}`);
}
for (const { file, line, kind, side } of arms.filter((arm) => !taken(arm))) {
  console.log(`never taken: ${file}:${line}, the ${side} arm of ${kind}`);
}
console.log(`\nBranch coverage of contracts/: ${share(arms).toFixed(2)} % (${arms.length} arms)`);
if (share(arms) < BAR) {
  console.error(`That is below ${BAR} %.`);
  process.exitCode = 1;
}

/** Lines that ran, by file, from a report in lcov's form. */
async function executedLines(report: string): Promise<Map<string, Set<number>>> {
  const lines = new Map<string, Set<number>>();
  let file = "";
  for (const entry of (await readFile(report, "utf8")).split("\n")) {
    if (entry.startsWith("SF:")) file = entry.slice(3);
    const [line, hits] = entry.startsWith("DA:") ? entry.slice(3).split(",").map(Number) : [];
    if (line === undefined || hits === undefined || hits === 0) continue;
    lines.set(file, (lines.get(file) ?? new Set()).add(line));
  }
  return lines;
}
