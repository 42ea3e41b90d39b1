import type { Groth16Proof } from "./proof.ts";
import type { WitnessInput } from "./witness.ts";

/** What an engine proves with: a circuit's witness program and its proving key. */
export interface EngineFiles {
  readonly wasm: Uint8Array;
  readonly zkey: Uint8Array;
}

/** A proof and the public signals that it was made for. */
export interface EngineProof {
  readonly proof: Groth16Proof;
  readonly publicSignals: readonly bigint[];
}

/** What an engine is doing. */
export type ProvingPhase = "loading" | "witness" | "proving";

/** Called with the share of a phase's work that is done, from 0 to 1. */
export type EngineProgress = (phase: ProvingPhase, fraction: number) => void;

/** The conditions under which an engine works for one caller. */
export interface EngineRun {
  /** Once it is aborted, no further step begins, and the caller gets its reason. */
  readonly signal: AbortSignal;
  readonly progress: EngineProgress;
}

/** Makes Groth16 proofs of one circuit. */
export interface ProvingEngine {
  /** Does now what the first proof does beside its witness otherwise. @throws Whatever ended the engine. */
  load(): Promise<unknown>;
  /** @throws WitnessError for inputs that satisfy no witness, the signal's reason, and whatever ended the engine. */
  prove(input: WitnessInput, run: EngineRun): Promise<EngineProof>;
  /** Ends all threads at once, and with them what is under way. */
  end(): Promise<void>;
}
