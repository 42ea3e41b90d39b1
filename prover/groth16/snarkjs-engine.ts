import { groth16 } from "snarkjs";

import { decodeCoordinates } from "../../circuits/points.ts";
import { parseProvingKey } from "../../circuits/proving-key.ts";
import type { EngineFiles, EngineProof, EngineRun, ProvingEngine } from "./engine.ts";
import { blindAgain, drawBlinding } from "./blinding.ts";
import type { AffinePoint } from "./curve.ts";
import { pointsOf, proofOf } from "./proof-points.ts";
import { parseProof } from "./proof.ts";
import { witnessFile } from "./witness-file.ts";
import { compileProgram, WitnessProgram, type WitnessInput } from "./witness.ts";
import { holdWorkers, releaseWorkers } from "./workers.ts";

/** Sections of key and witness that a proof reads one after another. */
const SECTIONS_READ = 7;

/** A logger for snarkjs, which tells it of every step and knows no other way to be stopped between two of them. */
function stepwise({ signal, progress }: EngineRun) {
  let read = 0;
  return {
    debug: (step: string) => {
      signal.throwIfAborted();
      if (!step.startsWith("Reading")) return;
      progress("proving", Math.min(1, read++ / SECTIONS_READ));
      signal.throwIfAborted();
    },
  };
}

/** Proves with snarkjs, wherever it runs: for processors and browsers that the kernel does not fit. */
export class SnarkjsEngine implements ProvingEngine {
  readonly #zkey: Uint8Array;
  readonly #delta2: AffinePoint;
  readonly #program: WitnessProgram;

  private constructor(zkey: Uint8Array, delta2: AffinePoint, program: WitnessProgram) {
    this.#zkey = zkey;
    this.#delta2 = delta2;
    this.#program = program;
  }

  /** @throws MalformedProvingKeyError, WitnessError, and the signal's reason */
  static async start({ wasm, zkey }: EngineFiles, { signal, progress }: EngineRun): Promise<SnarkjsEngine> {
    progress("loading", 0);
    const { variables, delta2 } = parseProvingKey(zkey);
    const program = await WitnessProgram.load(await compileProgram(wasm), variables);
    signal.throwIfAborted();
    progress("loading", 1);
    return new SnarkjsEngine(zkey, decodeCoordinates(delta2), program);
  }

  /** It reads the key anew for each proof. */
  async load(): Promise<void> {}

  async prove(input: WitnessInput, run: EngineRun): Promise<EngineProof> {
    const { signal, progress } = run;
    // The engine's hold keeps the workers warm from the first proof until the end. The proof's own lasts until it
    // is through, even if it is late and nobody waits for it: without it, it would start workers that nothing ends.
    const holdOfProof = {};
    let witness: Uint8Array | undefined;
    try {
      await Promise.all([holdWorkers(this), holdWorkers(holdOfProof)]);
      signal.throwIfAborted();
      progress("witness", 0);
      const elements = await this.#program.compute(input);
      witness = witnessFile(elements);
      elements.fill(0);
      progress("witness", 1);
      progress("proving", 0);
      const { proof, publicSignals } = await groth16.prove(this.#zkey, witness, stepwise(run));
      progress("proving", 1);
      // snarkjs draws its blinding from one generator alone, in some browsers from one that can be predicted.
      const blinded = blindAgain(pointsOf(parseProof(proof)), this.#delta2, drawBlinding(input));
      return { proof: proofOf(blinded), publicSignals: publicSignals.map(BigInt) };
    } finally {
      witness?.fill(0);
      await releaseWorkers(holdOfProof);
    }
  }

  async end(): Promise<void> {
    await releaseWorkers(this);
  }
}
