import type { Anchors } from "./anchors/measure.ts";
import { BOOKING_STEPS } from "./escrow.ts";
import { FEE_SETTINGS, feesOf, type Fees } from "./fees.ts";
import {
  figuresOf,
  standingsOf,
  type BarredFigure,
  type Figure,
  type Measured,
  type Standing,
} from "./figures.ts";
import { reviewStep } from "./reviews.ts";
import { gasPerItem, stepNamed, type OwnStep, type Step } from "./steps.ts";
import { flushStep } from "./tree.ts";

/** Batches at which a whole life is stated. */
const LIFE_BATCHES = [1, 4, 16, 32] as const;

/** Fees by the name of the setting, in dollars. */
export type FeesBySetting = Readonly<Record<string, Fees>>;

export interface PricedStep extends Step {
  readonly gasPerItem: number;
  /** For one item. */
  readonly dollars: FeesBySetting;
}

/** From booking to review, flushed and reviewed in batches of this size. */
export interface Life {
  readonly batch: number;
  readonly gas: number;
  readonly dollars: FeesBySetting;
}

/** Everything that the benchmark says; all of it is JSON. */
export type GasResult = Readonly<Partial<Record<Figure, number>>> & {
  readonly bars: Readonly<Record<BarredFigure, Standing>>;
  readonly settings: readonly {
    readonly name: string;
    readonly description: string;
    /** Dollars for one ether. */
    readonly etherPrice: number;
    /** Wei. */
    readonly l2GasPrice: number;
    readonly l1BaseFee: number;
    readonly blobBaseFee: number;
  }[];
  readonly steps: readonly (OwnStep & PricedStep)[];
  readonly lives: readonly Life[];
  /** The same by a plain escrow and Semaphore, a member added with fifteen others. */
  readonly anchorLife: Omit<Life, "batch">;
  readonly anchors: Readonly<Record<string, number>>;
  /** Anchor divided by ours. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly anchorSteps: readonly PricedStep[];
};

export function resultOf(measured: Measured, anchors: Anchors): GasResult {
  const figures = figuresOf(measured);
  const anchored = anchorFigures(anchors);
  return {
    ...figures,
    bars: standingsOf(figures),
    settings: FEE_SETTINGS.map(({ name, description, etherPrice, l2GasPrice, l1 }) => ({
      name,
      description,
      etherPrice,
      l2GasPrice: Number(l2GasPrice),
      l1BaseFee: Number(l1.baseFee),
      blobBaseFee: Number(l1.blobBaseFee),
    })),
    steps: measured.steps.map((step) => priced(step)),
    lives: LIFE_BATCHES.map((batch) => ({
      batch,
      ...sumOf(
        [...BOOKING_STEPS, flushStep(batch), reviewStep(batch)].map((name) =>
          stepNamed(measured.steps, name),
        ),
      ),
    })),
    anchorLife: sumOf(anchors.steps),
    anchors: anchored,
    ratios: Object.fromEntries(
      Object.entries(ANCHORED).flatMap(([figure, anchor]) => {
        const [ours, theirs] = [figures[figure as Figure], anchored[anchor]];
        return ours && theirs ? [[figure, Math.round((theirs / ours) * 100) / 100]] : [];
      }),
    ),
    anchorSteps: anchors.steps.map((step) => priced(step)),
  };
}

/** The anchor that each figure is compared with. */
const ANCHORED: Readonly<Partial<Record<Figure, string>>> = {
  "poseidon.t5": "poseidon-solidity.t5",
  "poseidon.t4": "poseidon-solidity.t4",
  "escrow.life": "plainEscrow.life",
  "tree.leaf16": "semaphore.addMembers16",
  "tree.leaf64": "semaphore.addMembers16",
  "review.batch16": "semaphore.validateProof",
  "review.single": "semaphore.validateProof",
  "life.total": "plainEscrow.semaphore.life",
};

function anchorFigures({ steps, poseidon }: Anchors): Record<string, number> {
  const escrow = steps.filter(({ name }) => name.startsWith("plain escrow"));
  const plainLife = escrow.reduce((sum, { gas }) => sum + gas, 0);
  const member = gasPerItem(stepNamed(steps, "Semaphore: addMembers, 16"));
  const proof = gasPerItem(stepNamed(steps, "Semaphore: validateProof"));
  return {
    "poseidon-solidity.t5": Math.round(poseidon.t5),
    "poseidon-solidity.t4": Math.round(poseidon.t4),
    "plainEscrow.life": plainLife,
    "semaphore.addMembers16": Math.round(member),
    "semaphore.validateProof": proof,
    "plainEscrow.semaphore.life": Math.round(plainLife + member + proof),
  };
}

/** One item of each step. */
function sumOf(parts: readonly Step[]): Omit<Life, "batch"> {
  const dollars = FEE_SETTINGS.map((setting) => {
    const fees = parts.map((step) => feesOf(step, setting, 1 / step.items));
    const sum = (part: keyof Fees) => fees.reduce((total, fee) => total + fee[part], 0);
    return [
      setting.name,
      { execution: sum("execution"), l1Data: sum("l1Data"), whole: sum("whole") },
    ] as const;
  });
  return {
    gas: Math.round(parts.reduce((sum, step) => sum + gasPerItem(step), 0)),
    dollars: rounded(dollars),
  };
}

function priced<Measured extends Step>(step: Measured): Measured & PricedStep {
  return {
    ...step,
    gasPerItem: Math.round(gasPerItem(step)),
    dollars: rounded(
      FEE_SETTINGS.map((setting) => [setting.name, feesOf(step, setting, 1 / step.items)] as const),
    ),
  };
}

/** To a millionth of a dollar. */
function rounded(fees: readonly (readonly [string, Fees])[]): FeesBySetting {
  const micro = (dollars: number): number => Math.round(dollars * 1e6) / 1e6;
  return Object.fromEntries(
    fees.map(([name, { execution, l1Data, whole }]) => [
      name,
      { execution: micro(execution), l1Data: micro(l1Data), whole: micro(whole) },
    ]),
  );
}
