/** Gas and whole fees beside anchors: `bench gas [--json] [--write] [--check] [--only <section>]…`. */
import { parseArgs } from "node:util";

import hre from "hardhat";

import { measureAnchors } from "./anchors/measure.ts";
import { renderCosts } from "./costs-page.ts";
import { figuresOf, standingsOf, type Measured } from "./figures.ts";
import { resultOf } from "./result.ts";
import { MeasuringRollup } from "./rollup.ts";
import { measureSections } from "./sections.ts";
import { complaints, writeSnapshot } from "./snapshot.ts";
import { gasPerItem, SECTIONS, type Section } from "./steps.ts";

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      only: { type: "string", multiple: true },
    },
  });
  const only = values.only && SECTIONS.filter((section) => values.only?.includes(section));
  if (only?.length === 0) throw new Error(`The sections are ${SECTIONS.join(", ")}.`);
  await hre.tasks.getTask("build").run({ quiet: true });
  const chain = await MeasuringRollup.start();
  try {
    if (values.check) await check(chain, only ?? SECTIONS);
    else if (only) showPart(await measureSections(chain, only, "quick"), values.json);
    else await compare(chain, values);
  } finally {
    await chain.close();
  }
}

/** Everything, ours and the anchors, in one run. */
async function compare(
  chain: MeasuringRollup,
  { json, write }: { json: boolean; write: boolean },
): Promise<void> {
  const measured = await measureSections(chain, SECTIONS, "complete");
  const result = resultOf(measured, await measureAnchors(chain));
  if (write) await writeSnapshot(result);
  console.log(json ? JSON.stringify(result, null, 2) : await renderCosts(result));
}

/** Some sections alone, for whoever works on their gas. */
function showPart(measured: Measured, json: boolean): void {
  const figures = figuresOf(measured);
  if (json) {
    console.log(JSON.stringify({ ...figures, bars: standingsOf(figures), steps: measured.steps }, null, 2));
    return;
  }
  console.table(
    Object.fromEntries(
      measured.steps.map(({ name, ...step }) => [
        name,
        {
          "gas of one": Math.round(gasPerItem(step)),
          gas: step.gas,
          "calldata bytes": step.calldataBytes,
          "FastLZ bytes": step.fastLzBytes,
        },
      ]),
    ),
  );
  const standings: Record<string, { bar: number; met: boolean } | undefined> = standingsOf(figures);
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([figure, gas]) => [
        figure,
        { gas, bar: standings[figure]?.bar, met: standings[figure]?.met },
      ]),
    ),
  );
}

async function check(chain: MeasuringRollup, sections: readonly Section[]): Promise<void> {
  const found = await complaints(await measureSections(chain, sections, "quick"));
  for (const complaint of found) console.error(complaint);
  console.log(
    found.length === 0 ? "No step rose by more than 1 %." : "Run `npm run -s bench -- gas --write`.",
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}
