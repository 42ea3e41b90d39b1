import type { Usage } from "./fees.ts";

/** One kind of transaction, as measured. */
export interface Step extends Usage {
  readonly name: string;
  /** Bookings, leaves, reviews or claims that the transaction serves. */
  readonly items: number;
}

/** The parts of the benchmark, each of which can be run alone. */
export const SECTIONS = ["poseidon", "escrow", "tree", "review", "claim"] as const;
export type Section = (typeof SECTIONS)[number];

/** A step of our own contracts. */
export interface OwnStep extends Step {
  readonly section: Section;
}

export const gasPerItem = ({ gas, items }: Pick<Step, "gas" | "items">): number => gas / items;

/** @throws {Error} for a step that was not measured. */
export function stepNamed<Named extends Step>(steps: readonly Named[], name: string): Named {
  const step = steps.find((candidate) => candidate.name === name);
  if (!step) throw new Error(`The step "${name}" was not measured.`);
  return step;
}

/** The step that costs most for each of its items. */
export function dearest(steps: readonly Step[]): Step {
  return steps.reduce((most, step) => (gasPerItem(step) > gasPerItem(most) ? step : most));
}
