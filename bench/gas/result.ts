import type { Anchors } from "./anchors/measure.ts";
import { BOOKING_STEPS } from "./escrow.ts";
import { FEE_SETTINGS, feesOf, type Fees } from "./fees.ts";
import { gasPerItem, stepNamed, type Step } from "./steps.ts";

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
export type Figure = keyof typeof BARS;

/** Batches at which a whole life is stated. */
const LIFE_BATCHES = [1, 4, 16, 32] as const;

/** What our own contracts were measured at. */
export interface Measured {
  readonly steps: readonly Step[];
  readonly poseidon: Readonly<Record<"t4" | "t5", number>>;
}

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
export type GasResult = Readonly<Record<Figure, number>> & {
  readonly bars: typeof BARS;
  readonly settings: readonly {
    readonly name: string;
    readonly description: string;
    readonly etherPrice: number;
  }[];
  readonly steps: readonly PricedStep[];
  readonly lives: readonly Life[];
  readonly anchors: Readonly<Record<string, number>>;
  /** Anchor divided by ours. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly anchorSteps: readonly PricedStep[];
};

const reviewStep = (batch: number): string => (batch === 1 ? "review" : `reviews, ${batch}`);

/** Our figures by their key. */
export function figuresOf({ steps, poseidon }: Measured): Record<Figure, number> {
  const perItem = (name: string): number => gasPerItem(stepNamed(steps, name));
  const life = BOOKING_STEPS.reduce((sum, name) => sum + perItem(name), 0);
  const figures: Record<Figure, number> = {
    "escrow.life": life,
    "escrow.closeBatch10": perItem("close"),
    "poseidon.t5": poseidon.t5,
    "poseidon.t4": poseidon.t4,
    "tree.leaf64": perItem("flush of 64"),
    "tree.leaf16": perItem("flush of 16"),
    "review.batch16": perItem(reviewStep(16)),
    "review.single": perItem(reviewStep(1)),
    "life.total": life + perItem("flush of 16") + perItem(reviewStep(16)),
  };
  for (const key of Object.keys(figures) as Figure[]) figures[key] = Math.round(figures[key]);
  return figures;
}

export function resultOf(measured: Measured, anchors: Anchors): GasResult {
  const figures = figuresOf(measured);
  const anchored = anchorFigures(anchors);
  return {
    ...figures,
    bars: BARS,
    settings: FEE_SETTINGS.map(({ name, description, etherPrice }) => ({ name, description, etherPrice })),
    steps: measured.steps.map(priced),
    lives: LIFE_BATCHES.map((batch) => lifeOf(measured.steps, batch)),
    anchors: anchored,
    ratios: {
      "poseidon.t5": ratio(anchored["poseidon-solidity.t5"], figures["poseidon.t5"]),
      "poseidon.t4": ratio(anchored["poseidon-solidity.t4"], figures["poseidon.t4"]),
      "escrow.life": ratio(anchored["plainEscrow.life"], figures["escrow.life"]),
      "tree.leaf16": ratio(anchored["semaphore.addMembers16"], figures["tree.leaf16"]),
      "tree.leaf64": ratio(anchored["semaphore.addMembers16"], figures["tree.leaf64"]),
      "review.batch16": ratio(anchored["semaphore.validateProof"], figures["review.batch16"]),
      "review.single": ratio(anchored["semaphore.validateProof"], figures["review.single"]),
      "life.total": ratio(anchored["plainEscrow.semaphore.life"], figures["life.total"]),
    },
    anchorSteps: anchors.steps.map(priced),
  };
}

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

function lifeOf(steps: readonly Step[], batch: number): Life {
  const parts = [...BOOKING_STEPS, `flush of ${batch}`, reviewStep(batch)].map((name) =>
    stepNamed(steps, name),
  );
  const dollars = FEE_SETTINGS.map((setting) => {
    const fees = parts.map((step) => feesOf(step, setting, 1 / step.items));
    const sum = (part: keyof Fees) => fees.reduce((total, fee) => total + fee[part], 0);
    return [
      setting.name,
      { execution: sum("execution"), l1Data: sum("l1Data"), whole: sum("whole") },
    ] as const;
  });
  return {
    batch,
    gas: Math.round(parts.reduce((sum, step) => sum + gasPerItem(step), 0)),
    dollars: rounded(dollars),
  };
}

function priced(step: Step): PricedStep {
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

function ratio(anchor: number | undefined, ours: number): number {
  return Math.round(((anchor ?? 0) / ours) * 100) / 100;
}
