import { groth16, type CircuitSignals } from "snarkjs";

import type { EngineProgress, EngineProof, ProvingEngine } from "./engine.ts";
import { parseProof } from "./proof.ts";
import type { WitnessInput } from "./witness.ts";
import { holdWorkers, releaseWorkers } from "./workers.ts";

/** Proves with snarkjs, wherever it runs: for processors and browsers that the kernel does not fit. */
export class SnarkjsEngine implements ProvingEngine {
  readonly #wasm: Uint8Array;
  readonly #zkey: Uint8Array;

  constructor(files: { readonly wasm: Uint8Array; readonly zkey: Uint8Array }) {
    this.#wasm = files.wasm;
    this.#zkey = files.zkey;
  }

  async prove(input: WitnessInput, progress: EngineProgress): Promise<EngineProof> {
    // The engine's hold keeps the workers warm from the first proof until the end. The proof's own lasts until it
    // is through, even if it is late and nobody waits for it: without it, it would start workers that nothing ends.
    const holdOfProof = {};
    try {
      await Promise.all([holdWorkers(this), holdWorkers(holdOfProof)]);
      progress("proving", 0);
      const { proof, publicSignals } = await groth16.fullProve(
        input as CircuitSignals,
        this.#wasm,
        this.#zkey,
      );
      progress("proving", 1);
      return { proof: parseProof(proof), publicSignals: publicSignals.map(BigInt) };
    } finally {
      await releaseWorkers(holdOfProof);
    }
  }

  async end(): Promise<void> {
    await releaseWorkers(this);
  }
}
