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
import type { ArithmeticName } from "../../prover/groth16/kernel/layout.ts";
import type { ProvingOptions } from "../../prover/proving/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { refuseRelaxedSimd } from "../../tools/browser/plain-simd.ts";
import { processorTimeUntilIdle } from "../prover/proving/processor-time.ts";

// Whoever reads a page's memory after a proof, by another fault of the browser or from a crash dump, would find the secret.

type Prove = (options: ProvingOptions) => Promise<unknown>;

/** The prover as it is loaded where nothing has been compiled yet. */
async function freshProver() {
  vi.resetModules();
  return import("../../prover/proving/index.ts");
}

const CIRCUITS = [
  {
    circuit: "review",
    input: (): WitnessInput => prepareReview(reviewRequest(8)).input,
    start: async () => {
      const { createProver } = await freshProver();
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
      const { createProver } = await freshProver();
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

/** The two lowest limbs of a value in integers, whose 58 bits no other number has by chance. */
const lowestTwo = (lowest: bigint, second: bigint): bigint =>
  (BigInt.asUintN(32, lowest) << 32n) | BigInt.asUintN(32, second);

/** How the kernel has a residue: the bits of its lowest limb in floating point, or its two lowest limbs. */
function limbBits(arithmetic: ArithmeticName, residue: bigint): bigint[] {
  const layout = LAYOUTS[arithmetic];
  const inForm = closestToZero(residue << layout.montgomeryBits, FIELD_MODULUS);
  // Products are not always the residue that is closest to zero.
  return [inForm, inForm - FIELD_MODULUS, inForm + FIELD_MODULUS].map((value) => {
    const [lowest, second] = balancedLimbs(value, layout);
    return arithmetic === "fused"
      ? new BigUint64Array(Float64Array.of(lowest!).buffer)[0]!
      : lowestTwo(BigInt(lowest!), BigInt(second!));
  });
}

/** Every way in which a value of the witness may lie in memory, by its beginning. */
function tracesOf(arithmetic: ArithmeticName, value: bigint): { words: bigint[]; limbs: bigint[] } {
  const inMontgomeryForm = (value << 256n) % FIELD_MODULUS;
  const { montgomeryBits } = LAYOUTS[arithmetic];
  const outOfForm = (value * modularInverse(1n << montgomeryBits, FIELD_MODULUS)) % FIELD_MODULUS;
  return {
    words: [first64(value), first64(inMontgomeryForm), first64(closestToZero(value, FIELD_MODULUS))],
    limbs: [...limbBits(arithmetic, value), ...limbBits(arithmetic, outOfForm)],
  };
}

/** What to look for: words of 64 bits, and numbers as a kernel on this arithmetic has them. */
interface Traces {
  readonly arithmetic: ArithmeticName;
  readonly words: ReadonlySet<bigint>;
  readonly limbs: ReadonlySet<bigint>;
}

/** Traces of all large values that follow from the secret inputs, none of which anybody else knows. */
async function tracesOfWitness(
  arithmetic: ArithmeticName,
  circuit: "review" | "claim",
  input: WitnessInput,
): Promise<Traces> {
  const { wasm, zkey } = await loadArtifacts(circuit);
  const { variables, publicSignals } = parseProvingKey(zkey);
  const program = await WitnessProgram.load(await compileProgram(wasm), variables);
  const witness = new DataView((await program.compute(input)).buffer);
  const words = new Set<bigint>();
  const limbs = new Set<bigint>();
  for (let variable = publicSignals + 1; variable < variables; variable++) {
    let value = 0n;
    for (let word = 3; word >= 0; word--) {
      value = (value << 64n) | witness.getBigUint64(32 * variable + 8 * word, true);
    }
    // Small ones are everywhere.
    if (value <= 1n << 128n) continue;
    const traces = tracesOf(arithmetic, value);
    for (const word of traces.words) words.add(word);
    for (const limb of traces.limbs) limbs.add(limb);
  }
  return { arithmetic, words, limbs };
}

/** How many of the traces lie in memory, each as often as it does. */
function count({ arithmetic, words, limbs }: Traces): { readonly words: number; readonly limbs: number } {
  const low32 = (value: bigint) => Number(BigInt.asUintN(32, value));
  // Most of a memory is passed over by its words of 32 bits, which are cheaper to look at.
  const beginnings = new Set([
    ...[...words].map(low32),
    ...[...limbs].map((limb) => low32(arithmetic === "fused" ? limb : limb >> 32n)),
  ]);
  const found = { words: 0, limbs: 0 };
  for (const { buffer } of memories) {
    const memory = new BigUint64Array(buffer);
    new Uint32Array(buffer).forEach((beginning, place) => {
      if (place % 2 !== 0 || !beginnings.has(beginning)) return;
      const index = place / 2;
      const word = memory[index]!;
      if (words.has(word)) found.words++;
      // Limbs of one number follow each other, those of a pair's lanes alternate.
      const candidates =
        arithmetic === "fused"
          ? [word]
          : [memory[index + 1], memory[index + 2]].map((second) => lowestTwo(word, second ?? 0n));
      for (const candidate of candidates) if (limbs.has(candidate)) found.limbs++;
    });
  }
  return found;
}

/** Aborts once the witness is there, in all its forms, or once the first part of the proof is. */
function abortingAfter(step: "the witness" | "the quotient"): ProvingOptions {
  const controller = new AbortController();
  const onProgress: ProvingOptions["onProgress"] = ({ phase, fraction }) => {
    if (
      step === "the witness" ? phase === "witness" && fraction === 1 : phase === "proving" && fraction > 0
    ) {
      controller.abort();
    }
  };
  return { signal: controller.signal, onProgress };
}

const SPECIFICATIONS = (["fused", "integer"] as const).flatMap((arithmetic) =>
  CIRCUITS.map((circuit) => ({ arithmetic, ...circuit })),
);

describe.each(SPECIFICATIONS)(
  "the memory of a prover of $circuit proofs on $arithmetic arithmetic",
  ({ arithmetic, circuit, input, start }) => {
    let giveBack: (() => void) | undefined;

    beforeEach(() => {
      giveBack = arithmetic === "integer" ? refuseRelaxedSimd() : undefined;
    });

    afterEach(() => giveBack?.());

    it("holds nothing of the witness once the proof is made, though it did before", async () => {
      const traces = await tracesOfWitness(arithmetic, circuit, input());
      memories.clear();
      const { prover, prove } = await start();
      await prover.warmUp();
      expect(memories.size).toBeGreaterThanOrEqual(2);
      const before = count(traces);

      const during: ReturnType<typeof count>[] = [];
      await prove({
        onProgress: ({ phase, fraction }) => {
          // What the witness was turned into for its scalars lies there until the quotient's take its place.
          if (phase === "proving" || fraction === 1) during.push(count(traces));
        },
      });
      expect(Math.max(...during.map(({ words }) => words))).toBeGreaterThan(1_000);
      expect(Math.max(...during.map(({ limbs }) => limbs))).toBeGreaterThan(1_000);
      expect(count(traces)).toEqual(before);
      await prover.close();
    });

    it.each(["the witness", "the quotient"] as const)(
      "holds nothing of it after a proof that was aborted after %s",
      async (step) => {
        const traces = await tracesOfWitness(arithmetic, circuit, input());
        memories.clear();
        const { prover, prove } = await start();
        await prover.warmUp();
        const before = count(traces);
        await expect(prove(abortingAfter(step))).rejects.toThrow("aborted");
        // Wiping comes behind the step that the abort came in.
        await processorTimeUntilIdle();
        expect(count(traces)).toEqual(before);
        await prover.close();
      },
    );

    it("holds nothing of it after it was closed right upon an abort", async () => {
      const traces = await tracesOfWitness(arithmetic, circuit, input());
      memories.clear();
      const { prover, prove } = await start();
      await prover.warmUp();
      const before = count(traces);
      await expect(prove(abortingAfter("the quotient"))).rejects.toThrow("aborted");
      await prover.close();
      expect(count(traces)).toEqual(before);
    });

    it("leaves none in the witness program after inputs that break a constraint", async () => {
      const traces = await tracesOfWitness(arithmetic, circuit, input());
      memories.clear();
      const { wasm, zkey } = await loadArtifacts(circuit);
      const program = await WitnessProgram.load(await compileProgram(wasm), parseProvingKey(zkey).variables);
      const before = count(traces);
      await expect(program.compute({ ...input(), nullifier: "1" })).rejects.toThrow(
        "a constraint does not hold",
      );
      expect(count(traces)).toEqual(before);
    });
  },
);
