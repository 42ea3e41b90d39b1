import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

import { COSTS_PAGE, renderCosts } from "../../bench/gas/costs-page.ts";
import { FEE_SETTINGS, fastLzBytesOf, feesOf, l1FeeOf } from "../../bench/gas/fees.ts";
import { BARS, type BarredFigure, type Measured } from "../../bench/gas/figures.ts";
import type { GasResult } from "../../bench/gas/result.ts";
import { complaints } from "../../bench/gas/snapshot.ts";
import { SECTIONS } from "../../bench/gas/steps.ts";

const snapshot = JSON.parse(
  await readFile(new URL("../../bench/results/gas.json", import.meta.url), "utf8"),
) as GasResult;

/** What was measured when the snapshot was written, with one step changed. */
function measuredAgain(change: (gas: number, name: string) => number = (gas) => gas): Measured {
  return {
    sections: SECTIONS,
    steps: snapshot.steps.map((step) => ({ ...step, gas: change(step.gas, step.name) })),
    poseidon: { t4: snapshot["poseidon.t4"] ?? 0, t5: snapshot["poseidon.t5"] ?? 0 },
  };
}

describe("the L1 data fee", () => {
  it.each(FEE_SETTINGS)("gives the size back under $name prices", ({ l1 }) => {
    for (const bytes of [171, 500, 5_265, 100_000]) {
      expect(fastLzBytesOf(l1FeeOf(bytes, l1), l1)).toBe(bytes);
    }
  });

  it("is the same for all small transactions, and never zero", () => {
    for (const { l1 } of FEE_SETTINGS) {
      expect(l1FeeOf(1, l1)).toBe(l1FeeOf(170, l1));
      expect(l1FeeOf(1, l1)).toBeGreaterThan(0n);
    }
  });

  it("is part of the whole fee, and shared by those whom one transaction serves", () => {
    const usage = { gas: 1_600_000, calldataBytes: 9_500, fastLzBytes: 5_265 };
    for (const setting of FEE_SETTINGS) {
      const [all, share] = [feesOf(usage, setting), feesOf(usage, setting, 1 / 16)];
      expect(all.whole).toBeCloseTo(all.execution + all.l1Data, 12);
      expect(share.whole).toBeCloseTo(all.whole / 16, 12);
    }
  });
});

describe("the gas snapshot", () => {
  it("accepts what it was written from, and anything cheaper", async () => {
    expect(await complaints(measuredAgain())).toEqual([]);
    expect(await complaints(measuredAgain((gas) => gas / 2))).toEqual([]);
  });

  it("refuses a step that rose by more than a hundredth, and names it", async () => {
    const rise = (factor: number) => measuredAgain((gas, name) => (name === "close" ? gas * factor : gas));
    expect(await complaints(rise(1.009))).toEqual([]);
    expect(await complaints(rise(1.011))).toEqual([expect.stringMatching(/^"close" rose from/)]);
  });

  it("refuses a step that it does not know", async () => {
    const measured = measuredAgain();
    const steps = [...measured.steps, { ...measured.steps[0]!, name: "a new step" }];
    expect(await complaints({ ...measured, steps })).toEqual(['"a new step" is not in the snapshot.']);
  });

  it("misses a step that is gone", async () => {
    const measured = measuredAgain();
    const steps = measured.steps.filter(({ name }) => name !== "close");
    expect(await complaints({ ...measured, steps })).toEqual([
      '"close" is in the snapshot, but was not measured.',
    ]);
  });

  it("does not miss the batches whose proofs take minutes, nor what is of another section", async () => {
    const measured = measuredAgain();
    const quick = measured.steps.filter(({ section, items }) => section !== "claim" || items <= 4);
    expect(quick.length).toBeLessThan(measured.steps.length);
    expect(await complaints({ ...measured, steps: quick })).toEqual([]);
    const trees = measured.steps.filter(({ section }) => section === "tree");
    expect(await complaints({ sections: ["tree"], steps: trees })).toEqual([]);
  });

  it("says of every bar whether it is met", () => {
    expect(Object.keys(snapshot.bars)).toEqual(Object.keys(BARS));
    for (const [key, bar] of Object.entries(BARS) as [BarredFigure, number][]) {
      const gas = snapshot[key];
      expect(gas).toBeGreaterThan(0);
      expect(snapshot.bars[key]).toEqual({ bar, gas, met: (gas ?? Infinity) <= bar });
    }
  });

  it("is what docs/costs.md shows", async () => {
    expect(await readFile(COSTS_PAGE, "utf8")).toBe(await renderCosts(snapshot));
  });
});
