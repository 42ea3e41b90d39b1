/** Gas and whole fees beside anchors: `bench gas [--json] [--write] [--check]`. */
import { parseArgs } from "node:util";

import { measureAnchors } from "./anchors/measure.ts";
import { renderCosts } from "./costs-page.ts";
import { measureEscrow } from "./escrow.ts";
import { measurePoseidon } from "./poseidon.ts";
import { resultOf, type Measured } from "./result.ts";
import { measureReviews } from "./reviews.ts";
import { MeasuringRollup } from "./rollup.ts";
import { complaints, writeSnapshot } from "./snapshot.ts";
import { measureTree } from "./tree.ts";

/** Tells on stderr what is being measured, so that stdout is the result alone. */
async function progress<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  console.error(`${what}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  return result;
}

/** Measures our own steps; only the batches that bars are about, if there is no time for all. */
async function measureOurs(chain: MeasuringRollup, all: boolean): Promise<Measured> {
  const escrow = await progress("escrow", measureEscrow);
  const tree = await progress("tree", () => measureTree(chain));
  const reviews = await progress("reviews", () => measureReviews(chain, all ? [1, 4, 16, 32] : [1, 16], all));
  const poseidon = { t4: await measurePoseidon(chain, 3), t5: await measurePoseidon(chain, 4) };
  return { steps: [...escrow, ...tree, ...reviews], poseidon };
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
    },
  });
  const chain = await MeasuringRollup.start();
  try {
    if (values.check) {
      const found = await complaints(await measureOurs(chain, false));
      for (const complaint of found) console.error(complaint);
      console.log(
        found.length === 0 ? "No step rose by more than 1 %." : "Run `npm run bench -- gas --write`.",
      );
      process.exitCode = found.length === 0 ? 0 : 1;
      return;
    }
    const measured = await measureOurs(chain, true);
    const anchors = await progress("anchors", () => measureAnchors(chain));
    const result = resultOf(measured, anchors);
    if (values.write) await writeSnapshot(result);
    console.log(values.json ? JSON.stringify(result, null, 2) : renderCosts(result));
  } finally {
    await chain.close();
  }
}
