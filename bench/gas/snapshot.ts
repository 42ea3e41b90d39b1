import { readFile, writeFile } from "node:fs/promises";

import { format } from "prettier";

import { renderCosts } from "./costs-page.ts";
import type { GasResult, Measured } from "./result.ts";
import { gasPerItem } from "./steps.ts";

const SNAPSHOT = new URL("../results/gas.json", import.meta.url);
const PAGE = new URL("../../docs/costs.md", import.meta.url);

/** How much a step may rise before the snapshot has to be written anew. */
const TOLERANCE = 0.01;

/** Keeps a result, and writes the page of costs from it. */
export async function writeSnapshot(result: GasResult): Promise<void> {
  await writeFile(SNAPSHOT, await format(JSON.stringify(result), { parser: "json", printWidth: 110 }));
  await writeFile(PAGE, renderCosts(result));
}

/** What differs from the committed snapshot; empty if nothing rose by more than a hundredth. */
export async function complaints({ steps, poseidon }: Measured): Promise<string[]> {
  const snapshot = JSON.parse(await readFile(SNAPSHOT, "utf8")) as GasResult;
  const committed = new Map([
    ...snapshot.steps.map((step): [string, number] => [step.name, gasPerItem(step)]),
    ["poseidon.t4", snapshot["poseidon.t4"]] as const,
    ["poseidon.t5", snapshot["poseidon.t5"]] as const,
  ]);
  const now: [string, number][] = [
    ...steps.map((step): [string, number] => [step.name, gasPerItem(step)]),
    ["poseidon.t4", poseidon.t4],
    ["poseidon.t5", poseidon.t5],
  ];
  const risen = now.flatMap(([name, gas]) => {
    const before = committed.get(name);
    if (before === undefined) return [`"${name}" is not in the snapshot.`];
    if (gas <= before * (1 + TOLERANCE)) return [];
    return [`"${name}" rose from ${Math.round(before)} to ${Math.round(gas)} gas.`];
  });
  const page = await readFile(PAGE, "utf8").catch(() => "");
  return page === renderCosts(snapshot)
    ? risen
    : [...risen, "docs/costs.md is not the page of the committed snapshot."];
}
