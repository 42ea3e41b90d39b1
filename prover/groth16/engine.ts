import type { Groth16Proof } from "./proof.ts";
import type { WitnessInput } from "./witness.ts";

/** A proof and the public signals that it was made for. */
export interface EngineProof {
  readonly proof: Groth16Proof;
  readonly publicSignals: readonly bigint[];
}

/** What an engine is doing. */
export type ProvingPhase = "loading" | "witness" | "proving";

/** Called with the share of a phase's work that is done, from 0 to 1. */
export type EngineProgress = (phase: ProvingPhase, fraction: number) => void;

/** Makes Groth16 proofs of one circuit. */
export interface ProvingEngine {
  /** @throws WitnessError for inputs that satisfy no witness, and whatever ended the engine. */
  prove(input: WitnessInput, progress: EngineProgress): Promise<EngineProof>;
  /** Ends all threads at once, and with them what is under way. */
  end(): Promise<void>;
}
