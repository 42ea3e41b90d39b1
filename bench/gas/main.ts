import hre from "hardhat";

import { EXIT, type ExitCode, type Terminal } from "../../circuits/command-line.ts";
import { measureAnchors } from "./anchors/measure.ts";
import { renderCosts } from "./costs-page.ts";
import { figuresOf, standingsOf, type Measured } from "./figures.ts";
import { resultOf } from "./result.ts";
import { MeasuringRollup } from "./rollup.ts";
import { measureSections } from "./sections.ts";
import { complaints, writeSnapshot } from "./snapshot.ts";
import { gasPerItem, SECTIONS, type Section } from "./steps.ts";

interface GasOptions {
  readonly json: boolean;
  readonly write: boolean;
  readonly check: boolean;
  /** Sections to measure; all if empty. */
  readonly only: readonly Section[];
}

/** Gas and whole fees beside anchors. */
export async function run(options: GasOptions, { console }: Terminal): Promise<ExitCode> {
  const { json, write } = options;
  const only = SECTIONS.filter((section) => options.only.includes(section));
  await hre.tasks.getTask("build").run({ quiet: true });
  const chain = await MeasuringRollup.start();
  try {
    if (options.check) return await check(chain, only.length > 0 ? only : SECTIONS, console);
    if (only.length > 0) showPart(await measureSections(chain, only, "quick"), json, console);
    else await compare(chain, { json, write }, console);
    return EXIT.yes;
  } finally {
    await chain.close();
  }
}

/** Everything, ours and the anchors, in one run. */
async function compare(
  chain: MeasuringRollup,
  { json, write }: { json: boolean; write: boolean },
  console: Console,
): Promise<void> {
  const measured = await measureSections(chain, SECTIONS, "complete");
  const result = resultOf(measured, await measureAnchors(chain));
  if (write) await writeSnapshot(result);
  console.log(json ? JSON.stringify(result, null, 2) : await renderCosts(result));
}

/** Some sections alone, for whoever works on their gas. */
function showPart(measured: Measured, json: boolean, console: Console): void {
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

async function check(
  chain: MeasuringRollup,
  sections: readonly Section[],
  console: Console,
): Promise<ExitCode> {
  const found = await complaints(await measureSections(chain, sections, "quick"));
  for (const complaint of found) console.error(complaint);
  console.log(
    found.length === 0 ? "No step rose by more than 1 %." : "Run `npm run -s bench -- gas --write`.",
  );
  return found.length === 0 ? EXIT.yes : EXIT.no;
}
