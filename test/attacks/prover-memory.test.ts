import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { modularInverse } from "../../circuits/field.ts";
import { parseProvingKey } from "../../circuits/proving-key.ts";
import { claimRequest } from "../../fixtures/claim-request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { prepareClaim } from "../../prover/claim/index.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { balancedLimbs, closestToZero, LAYOUTS } from "../../prover/groth16/kernel/layout.ts";
import { compileProgram, WitnessProgram, type WitnessInput } from "../../prover/groth16/witness.ts";
import { createProver, type ProvingOptions } from "../../prover/proving/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { processorTimeUntilIdle } from "../prover/proving/processor-time.ts";

// Whoever reads a page's memory after a proof, by another fault of the browser or from a crash dump, would find the secret.

type Prove = (options: ProvingOptions) => Promise<unknown>;

const CIRCUITS = [
  {
    circuit: "review",
    input: (): WitnessInput => prepareReview(reviewRequest(8)).input,
    start: async () => {
      const prover = await createProver({
        artifacts: await loadArtifacts("review"),
        engine: "fast",
        threads: 1,
      });
      return { prover, prove: ((options) => prover.proveReview(reviewRequest(8), options)) satisfies Prove };
    },
  },
  {
    circuit: "claim",
    input: (): WitnessInput => prepareClaim(claimRequest()).input,
    start: async () => {
      const prover = await createProver({
        artifacts: await loadArtifacts("claim"),
        engine: "fast",
        threads: 1,
      });
      return { prover, prove: ((options) => prover.proveClaim(claimRequest(), options)) satisfies Prove };
    },
  },
] as const;

/** All memories of WebAssembly that were made since the test began: the kernel's and the witness program's. */
const memories = new Set<WebAssembly.Memory>();

beforeEach(() => {
  const instantiate = WebAssembly.instantiate;
  vi.spyOn(WebAssembly, "instantiate").mockImplementation((async (
    module: WebAssembly.Module,
    imports: WebAssembly.Imports,
  ) => {
    const instance = await instantiate(module, imports);
    for (const value of [...Object.values(instance.exports), ...Object.values(imports["kernel"] ?? {})]) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
    return instance;
  }) as typeof WebAssembly.instantiate);
});

afterEach(() => {
  vi.restoreAllMocks();
  memories.clear();
});

const first64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The lowest limb of a value as the kernel has it, as the bits of a number in floating point. */
function limbBits(value: bigint): bigint {
  const [lowest] = balancedLimbs(
    closestToZero(value << LAYOUTS.fused.montgomeryBits, FIELD_MODULUS),
    LAYOUTS.fused,
  );
  return new BigUint64Array(Float64Array.of(lowest!).buffer)[0]!;
}

/** The first eight bytes of every way in which a value of the witness may lie in memory. */
function tracesOf(value: bigint): bigint[] {
  const inMontgomeryForm = (value << 256n) % FIELD_MODULUS;
  return [
    first64(value),
    first64(inMontgomeryForm),
    first64(closestToZero(value, FIELD_MODULUS)),
    limbBits(value),
    limbBits((value * modularInverse(1n << LAYOUTS.fused.montgomeryBits, FIELD_MODULUS)) % FIELD_MODULUS),
  ];
}

/** Traces of all large values that follow from the secret inputs, none of which anybody else knows. */
async function tracesOfWitness(circuit: "review" | "claim", input: WitnessInput): Promise<Set<bigint>> {
  const { wasm, zkey } = await loadArtifacts(circuit);
  const { variables, publicSignals } = parseProvingKey(zkey);
  const program = await WitnessProgram.load(await compileProgram(wasm), variables);
  const witness = new DataView((await program.compute(input)).buffer);
  const traces = new Set<bigint>();
  for (let variable = publicSignals + 1; variable < variables; variable++) {
    let value = 0n;
    for (let word = 3; word >= 0; word--) {
      value = (value << 64n) | witness.getBigUint64(32 * variable + 8 * word, true);
    }
    // Small ones are everywhere.
    if (value > 1n << 128n) for (const trace of tracesOf(value)) traces.add(trace);
  }
  return traces;
}

/** How many of the traces lie in memory, each as often as it does. */
function count(traces: ReadonlySet<bigint>): number {
  let found = 0;
  for (const { buffer } of memories) {
    for (const word of new BigUint64Array(buffer)) if (traces.has(word)) found++;
  }
  return found;
}

function abortingHalfWay(): ProvingOptions {
  const controller = new AbortController();
  const onProgress: ProvingOptions["onProgress"] = ({ phase, fraction }) => {
    if (phase === "proving" && fraction > 0) controller.abort();
  };
  return { signal: controller.signal, onProgress };
}

describe.each(CIRCUITS)("the memory of a prover of $circuit proofs", ({ circuit, input, start }) => {
  it("holds nothing of the witness once the proof is made, though it did before", async () => {
    const traces = await tracesOfWitness(circuit, input());
    memories.clear();
    const { prover, prove } = await start();
    await prover.warmUp();
    expect(memories.size).toBeGreaterThanOrEqual(2);
    const before = count(traces);

    const during: number[] = [];
    await prove({
      onProgress: ({ phase, fraction }) => {
        if (phase === "proving" && fraction > 0) during.push(count(traces));
      },
    });
    expect(Math.max(...during)).toBeGreaterThan(1_000);
    expect(count(traces)).toBe(before);
    await prover.close();
  });

  it("holds nothing of it after a proof that was aborted", async () => {
    const traces = await tracesOfWitness(circuit, input());
    memories.clear();
    const { prover, prove } = await start();
    await prover.warmUp();
    const before = count(traces);
    await expect(prove(abortingHalfWay())).rejects.toThrow("aborted");
    // Wiping comes behind the step that the abort came in.
    await processorTimeUntilIdle();
    expect(count(traces)).toBe(before);
    await prover.close();
  });

  it("holds nothing of it after it was closed right upon an abort", async () => {
    const traces = await tracesOfWitness(circuit, input());
    memories.clear();
    const { prover, prove } = await start();
    await prover.warmUp();
    const before = count(traces);
    await expect(prove(abortingHalfWay())).rejects.toThrow("aborted");
    await prover.close();
    expect(count(traces)).toBe(before);
  });

  it("leaves none in the witness program after inputs that break a constraint", async () => {
    const traces = await tracesOfWitness(circuit, input());
    memories.clear();
    const { wasm, zkey } = await loadArtifacts(circuit);
    const program = await WitnessProgram.load(await compileProgram(wasm), parseProvingKey(zkey).variables);
    const before = count(traces);
    await expect(program.compute({ ...input(), nullifier: "1" })).rejects.toThrow(
      "a constraint does not hold",
    );
    expect(count(traces)).toBe(before);
  });
});
