import type { EngineProgress, ProvingPhase } from "../groth16/engine.ts";

/** What a prover is doing, and how much of that phase's work is done, from 0 to 1. */
export interface ProvingProgress {
  readonly phase: ProvingPhase;
  readonly fraction: number;
}

export type ProgressListener = (progress: ProvingProgress) => void;

/** Tells everyone who listens. */
export function reportTo(...listeners: readonly (ProgressListener | undefined)[]): EngineProgress {
  return (phase, fraction) => {
    for (const listener of listeners) listener?.({ phase, fraction });
  };
}
