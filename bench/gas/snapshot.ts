import { readFile, writeFile } from "node:fs/promises";

import { format } from "prettier";

import { COSTS_PAGE, renderCosts } from "./costs-page.ts";
import type { Measured } from "./figures.ts";
import type { GasResult } from "./result.ts";
import { isLeftOutByQuick } from "./sections.ts";
import { gasPerItem } from "./steps.ts";

const SNAPSHOT = new URL("../results/gas.json", import.meta.url);

/** How much a step may rise before the snapshot has to be written anew. */
const TOLERANCE = 0.01;

/** Keeps a result, and writes the page of costs from it. */
export async function writeSnapshot(result: GasResult): Promise<void> {
  await writeFile(SNAPSHOT, await format(JSON.stringify(result), { parser: "json", printWidth: 110 }));
  await writeFile(COSTS_PAGE, await renderCosts(result));
}

/** What differs from the committed snapshot; empty if nothing rose by more than a hundredth, or is gone. */
export async function complaints(measured: Measured): Promise<string[]> {
  const snapshot = JSON.parse(await readFile(SNAPSHOT, "utf8")) as GasResult;
  const sections: readonly string[] = measured.sections;
  const before = gasByName({
    steps: snapshot.steps.filter((step) => sections.includes(step.section)),
    ...(sections.includes("poseidon") && {
      poseidon: { t4: snapshot["poseidon.t4"] ?? 0, t5: snapshot["poseidon.t5"] ?? 0 },
    }),
  });
  const now = gasByName(measured);
  const risen = [...now].flatMap(([name, gas]) => {
    const committed = before.get(name);
    if (committed === undefined) return [`"${name}" is not in the snapshot.`];
    if (gas <= committed * (1 + TOLERANCE)) return [];
    return [`"${name}" rose from ${Math.round(committed)} to ${Math.round(gas)} gas.`];
  });
  const leftOut = new Set(snapshot.steps.filter(isLeftOutByQuick).map(({ name }) => name));
  const gone = [...before.keys()].filter((name) => !now.has(name) && !leftOut.has(name));
  const page = await readFile(COSTS_PAGE, "utf8").catch(() => "");
  return [
    ...risen,
    ...gone.map((name) => `"${name}" is in the snapshot, but was not measured.`),
    ...(page === (await renderCosts(snapshot))
      ? []
      : ["docs/costs.md is not the page of the committed snapshot."]),
  ];
}

function gasByName({ steps, poseidon }: Pick<Measured, "steps" | "poseidon">): Map<string, number> {
  const hashes = Object.entries(poseidon ?? {}).map(([name, gas]): [string, number] => [
    `poseidon.${name}`,
    gas,
  ]);
  return new Map([...steps.map((step): [string, number] => [step.name, gasPerItem(step)]), ...hashes]);
}
