import { AftercareError } from "../errors.ts";
import { FIELD_MODULUS } from "../field.ts";
import { G1, G2, type AffinePoint } from "./curve.ts";
import type { EngineProgress, EngineProof, ProvingEngine } from "./engine.ts";
import { Kernel } from "./kernel/instance.ts";
import { writeKernel } from "./kernel/kernel.ts";
import { kernelCounts } from "./kernel/selfTest.ts";
import type { Groth16Proof } from "./proof.ts";
import { readProvingKey, type ProvingKey } from "./provingKey.ts";
import { callingThread, startWorkerThread, type Thread } from "./threads/thread.ts";
import type { WitnessInput } from "./witness.ts";
import { GROUP_OF, POINT_BYTES, shareOut, type Piece, type SectionName } from "./workload.ts";

const ELEMENT_BYTES = 32;
const ELEMENT_WORDS = 8;

/** A field element that nobody can predict, each with the same probability. */
function randomScalar(): bigint {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(ELEMENT_BYTES));
    // 254 bits: r lies between 2^253 and 2^254, so about every fourth try is drawn again.
    bytes[0]! &= 0x3f;
    const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    if (value < FIELD_MODULUS) return value;
  }
}

/** The processor or the browser cannot run the kernel. */
export class KernelUnsupportedError extends AftercareError {
  constructor(options?: ErrorOptions) {
    super(
      "The fast proving engine does not run here: it needs WebAssembly's relaxed SIMD with fused multiply-add.",
      'Leave the choice to the library, or ask for the engine "snarkjs".',
      {},
      options,
    );
  }
}

/** Compiles the kernel, and makes sure that it counts right here. Throws {@link KernelUnsupportedError}. */
async function compileKernel(): Promise<{
  readonly module: WebAssembly.Module;
  readonly reservedBytes: number;
}> {
  const { bytes, reservedBytes } = writeKernel();
  if (!WebAssembly.validate(bytes)) throw new KernelUnsupportedError();
  const module = await WebAssembly.compile(bytes);
  if (!kernelCounts(await Kernel.start(module, reservedBytes))) throw new KernelUnsupportedError();
  return { module, reservedBytes };
}

const nameOf = ({ section, first }: Piece): string => `${section} ${first}`;

/** Counts finished pieces of work. */
class Meter {
  readonly #report: (fraction: number) => void;
  readonly #total: number;
  #done = 0;

  constructor(total: number, report: (fraction: number) => void) {
    this.#total = total;
    this.#report = report;
    report(0);
  }

  async track<Result>(weight: number, work: Promise<Result>): Promise<Result> {
    const result = await work;
    this.#done += weight;
    this.#report(this.#done / this.#total);
    return result;
  }
}

/** Proves with the project's own kernel, on several threads that each keep their share of the key. */
export class KernelEngine implements ProvingEngine {
  readonly #key: ProvingKey;
  readonly #threads: readonly Thread[];
  readonly #shares: readonly (readonly Piece[])[];

  private constructor(key: ProvingKey, threads: readonly Thread[], shares: readonly (readonly Piece[])[]) {
    this.#key = key;
    this.#threads = threads;
    this.#shares = shares;
  }

  /**
   * @param threads Worker threads; 1 computes in the calling thread.
   * @throws KernelUnsupportedError, MalformedProvingKeyError, WitnessError, WorkerStartError
   */
  static async start(
    files: { readonly wasm: Uint8Array; readonly zkey: Uint8Array },
    threads: number,
    progress: EngineProgress,
  ): Promise<KernelEngine> {
    const key = readProvingKey(files.zkey);
    const kernel = await compileKernel();
    const started = await startThreads(threads, kernel);
    try {
      const shares = shareOut(key, threads);
      const meter = new Meter(shares.flat().length + 2, (fraction) => progress("loading", fraction));
      await Promise.all([
        meter.track(1, started[0]!.call("loadProgram", files.wasm)),
        meter.track(
          1,
          started[0]!.call("loadConstraints", {
            variables: key.variables,
            domainSize: key.domainSize,
            coefficients: key.coefficients,
          }),
        ),
        ...shares.flatMap((pieces, thread) =>
          pieces.map((piece) => meter.track(1, started[thread]!.call("loadBases", basesOf(key, piece)))),
        ),
      ]);
      return new KernelEngine(key, started, shares);
    } catch (error) {
      await Promise.all(started.map((thread) => thread.end()));
      throw error;
    }
  }

  async prove(input: WitnessInput, progress: EngineProgress): Promise<EngineProof> {
    progress("witness", 0);
    const { elements, scalars } = await this.#threads[0]!.call("witness", input);
    progress("witness", 1);

    const privateFrom = this.#key.publicSignals + 1;
    const pieces = this.#shares.flat();
    const meter = new Meter(pieces.length + 1, (fraction) => progress("proving", fraction));
    // Asked for first, since the sums over it wait for it; other sums of the same thread fill the time.
    const quotient = meter.track(1, this.#threads[0]!.call("quotient", elements));
    const scalarsOf = async ({ section, first, end }: Piece): Promise<Uint32Array> => {
      const all = section === "quotient" ? await quotient : scalars;
      const offset = section === "private" ? privateFrom : 0;
      return all.slice((first + offset) * ELEMENT_WORDS, (end + offset) * ELEMENT_WORDS);
    };
    const sums = await Promise.all(
      this.#shares.flatMap((share, thread) =>
        share.map(async (piece) => {
          const call = this.#threads[thread]!.call("sum", {
            name: nameOf(piece),
            scalars: await scalarsOf(piece),
          });
          return { section: piece.section, sum: await meter.track(1, call) };
        }),
      ),
    );
    const sumOf = (section: SectionName): AffinePoint =>
      (GROUP_OF[section] === "g1" ? G1 : G2).sum(
        sums.filter((part) => part.section === section).map(({ sum }) => sum),
      );
    return {
      proof: assemble(this.#key, sumOf),
      publicSignals: publicSignalsOf(elements, this.#key.publicSignals),
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

async function startThreads(
  count: number,
  kernel: { readonly module: WebAssembly.Module; readonly reservedBytes: number },
): Promise<Thread[]> {
  if (count === 1) {
    const thread = callingThread();
    await thread.call("start", kernel);
    return [thread];
  }
  const starts = await Promise.allSettled(Array.from({ length: count }, () => startWorkerThread(kernel)));
  const threads = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const failed = starts.find((start) => start.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(threads.map((thread) => thread.end()));
    throw failed.reason;
  }
  return threads;
}

function basesOf(key: ProvingKey, piece: Piece) {
  const group = GROUP_OF[piece.section];
  const bytes = POINT_BYTES[group];
  return {
    name: nameOf(piece),
    group,
    // A copy, so that a message carries these points and not the whole file.
    points: new Uint8Array(key[piece.section].subarray(piece.first * bytes, piece.end * bytes)),
  };
}

function publicSignalsOf(witness: Uint8Array, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) =>
    witness
      .subarray((index + 1) * ELEMENT_BYTES, (index + 2) * ELEMENT_BYTES)
      .reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n),
  );
}

/**
 * A = α + Σ wᵢAᵢ + rδ, B = β + Σ wᵢBᵢ + sδ, C = Σ wᵢLᵢ + Σ hᵢHᵢ + sA + rB − rsδ, with fresh random r and s: without
 * them, the same witness would give the same proof, and guesses of the witness could be checked.
 */
function assemble(key: ProvingKey, sumOf: (section: SectionName) => AffinePoint): Groth16Proof {
  const r = randomScalar();
  const s = randomScalar();
  const times = (point: AffinePoint, scalar: bigint) => ({ point, scalar });
  const one = 1n;
  const a = G1.sumOfProducts([times(key.alpha1, one), times(sumOf("a"), one), times(key.delta1, r)]);
  const b1 = G1.sumOfProducts([times(key.beta1, one), times(sumOf("b1"), one), times(key.delta1, s)]);
  const b = G2.sumOfProducts([times(key.beta2, one), times(sumOf("b2"), one), times(key.delta2, s)]);
  const c = G1.sumOfProducts([
    times(sumOf("private"), one),
    times(sumOf("quotient"), one),
    times(a, s),
    times(b1, r),
    times(key.delta1, FIELD_MODULUS - ((r * s) % FIELD_MODULUS)),
  ]);
  const g1 = (point: AffinePoint): Groth16Proof["pi_a"] => [String(point![0]), String(point![1]), "1"];
  return {
    pi_a: g1(a),
    pi_b: [
      [String(b![0]), String(b![1])],
      [String(b![2]), String(b![3])],
      ["1", "0"],
    ],
    pi_c: g1(c),
    protocol: "groth16",
    curve: "bn128",
  };
}
