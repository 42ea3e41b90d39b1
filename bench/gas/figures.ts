import { claimStep } from "./claims.ts";
import { BOOKING_STEPS, closeStep, oneSurgeonsCloseStep } from "./escrow.ts";
import type { PoseidonGas } from "./poseidon.ts";
import { oneSurgeonsReviewStep, reviewStep } from "./reviews.ts";
import { gasPerItem, type OwnStep, type Section } from "./steps.ts";
import { flushStep, unalignedFlushStep } from "./tree.ts";

/** Gas that each figure may be at most. */
export const BARS = {
  "escrow.life": 245_000,
  "escrow.closeBatch10": 32_000,
  "poseidon.t5": 20_500,
  "poseidon.t4": 15_000,
  "tree.leaf64": 28_000,
  "tree.leaf16": 34_000,
  "review.batch16": 100_000,
  "review.single": 265_000,
  "life.total": 390_000,
} as const;
export type BarredFigure = keyof typeof BARS;

/** Figures with a bar, and those that show what the barred ones leave out. */
export type Figure =
  | BarredFigure
  | "escrow.closeBatch10OneSurgeon"
  | "tree.leaf64Unaligned"
  | "tree.leaf16Unaligned"
  | "review.batch16EightSurgeons"
  | "claim.single"
  | "claim.batch16";

/** What was measured of our own contracts. */
export interface Measured {
  readonly sections: readonly Section[];
  readonly steps: readonly OwnStep[];
  readonly poseidon?: PoseidonGas;
}

/** Steps of which each figure is the sum, for one booking, leaf or review. */
const SUMS: Readonly<Record<Exclude<Figure, `poseidon.${string}`>, readonly string[]>> = {
  "escrow.life": BOOKING_STEPS,
  "escrow.closeBatch10": [closeStep(10)],
  "escrow.closeBatch10OneSurgeon": [oneSurgeonsCloseStep(10)],
  "tree.leaf64": [flushStep(64)],
  "tree.leaf16": [flushStep(16)],
  "tree.leaf64Unaligned": [unalignedFlushStep(64)],
  "tree.leaf16Unaligned": [unalignedFlushStep(16)],
  "review.batch16": [oneSurgeonsReviewStep(16)],
  "review.batch16EightSurgeons": [reviewStep(16)],
  "review.single": [reviewStep(1)],
  "claim.single": [claimStep(1)],
  "claim.batch16": [claimStep(16)],
  "life.total": [...BOOKING_STEPS, flushStep(16), reviewStep(16)],
};

/** Every figure whose steps have been measured, in whole gas. */
export function figuresOf({
  steps,
  poseidon,
}: Pick<Measured, "steps" | "poseidon">): Partial<Record<Figure, number>> {
  const measured = new Map(steps.map((step) => [step.name, gasPerItem(step)]));
  const hashes = Object.entries(poseidon ?? {}).map(([name, gas]): [string, number] => [
    `poseidon.${name}`,
    Math.round(gas),
  ]);
  const sums = Object.entries(SUMS).flatMap(([figure, names]): [string, number][] => {
    if (!names.every((name) => measured.has(name))) return [];
    return [[figure, Math.round(names.reduce((sum, name) => sum + (measured.get(name) ?? 0), 0))]];
  });
  return Object.fromEntries([...hashes, ...sums]);
}

/** Where a figure stands against its bar; `gas` is null for one that was not measured. */
export interface Standing {
  readonly bar: number;
  readonly gas: number | null;
  readonly met: boolean;
}

export function standingsOf(figures: Partial<Record<Figure, number>>): Record<BarredFigure, Standing> {
  const standings = Object.entries(BARS).map(([key, bar]) => {
    const gas = figures[key as BarredFigure] ?? null;
    return [key, { bar, gas, met: gas !== null && gas <= bar }] as const;
  });
  return Object.fromEntries(standings) as Record<BarredFigure, Standing>;
}
