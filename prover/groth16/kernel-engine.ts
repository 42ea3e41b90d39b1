import { decodeCoordinates } from "../../circuits/points.ts";
import { parseProvingKey, type ProvingKey } from "../../circuits/proving-key.ts";
import { drawBlinding, type Blinding } from "./blinding.ts";
import { G1, G2, type AffinePoint, type GroupName } from "./curve.ts";
import type { EngineFiles, EngineProof, EngineRun, ProvingEngine } from "./engine.ts";
import { compileKernel } from "./kernel/compile.ts";
import type { CompiledKernel } from "./kernel/instance.ts";
import { proofOf, type ProofPoints } from "./proof-points.ts";
import { pointsBetween, scalarsOf, sectionsOf, type SectionName } from "./sections.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { callingThread, startWorkerThread, type Thread } from "./threads/thread.ts";
import { compileProgram, type WitnessInput } from "./witness.ts";
import { shareOut } from "./workload.ts";

const ELEMENT_BYTES = 32;
const ELEMENT_WORDS = 8;

// Tables of multiples make a proof a fifth cheaper, and take as long to fill as three proofs. Hardly any patient makes so many.
const PROOFS_WITHOUT_TABLES = 4;

/** The points that one thread adds up of one section. */
interface LoadedPiece {
  readonly thread: Thread;
  readonly name: string;
  readonly section: SectionName;
  readonly group: GroupName;
  readonly first: number;
  readonly end: number;
  /** Empty once the thread has them. */
  readonly points: Uint8Array<ArrayBuffer>;
}

/** What is kept of a key once its sections are with the threads: nothing that holds on to the file. */
interface KeyConstants {
  readonly publicSignals: number;
  readonly alpha1: AffinePoint;
  readonly beta1: AffinePoint;
  readonly beta2: AffinePoint;
}

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
  readonly #key: KeyConstants;
  readonly #threads: readonly [Thread, ...Thread[]];
  readonly #pieces: readonly LoadedPiece[];
  /** Resolves once the first thread has the constraints laid out. */
  readonly #constraints: Promise<void>;
  #loading: Promise<unknown> | undefined;
  #proofs = 0;
  #tablesFilled = false;

  private constructor(
    key: KeyConstants,
    threads: readonly [Thread, ...Thread[]],
    pieces: readonly LoadedPiece[],
    constraints: Promise<void>,
  ) {
    this.#key = key;
    this.#threads = threads;
    this.#pieces = pieces;
    this.#constraints = constraints;
  }

  get #first(): Thread {
    return this.#threads[0];
  }

  /** Computes witnesses: the first thread lays out the constraints while this one computes the first of them. */
  get #last(): Thread {
    return this.#threads.at(-1)!;
  }

  /**
   * @param threads Worker threads; 1 computes in the calling thread.
   * @throws KernelUnsupportedError, MalformedProvingKeyError, WitnessError, WorkerStartError, and the signal's reason
   */
  static async start(
    files: Promise<EngineFiles>,
    threads: number,
    { signal, progress }: EngineRun,
  ): Promise<KernelEngine> {
    signal.throwIfAborted();
    progress("loading", 0);
    // Threads start while the files come in, the program is compiled and this thread reads the key.
    const starting = startThreads(threads, compileKernel());
    const reading = readFiles(files, threads);
    reading.catch(() => {});
    const started = await starting;
    try {
      // The files may be long in coming, and until they are there nothing else would heed the signal.
      const { compiling, key } = await unlessAborted(signal, reading);
      const { variables, domainSize, coefficients } = key;
      // Comes first because it takes room that the points then use. Nothing waits for it but the first proof's quotient.
      const constraints = started[0].call(
        "loadConstraints",
        { variables, domainSize, coefficients },
        { given: [coefficients.buffer], signal },
      );
      constraints.catch(() => {});
      progress("loading", 0.5);
      await started.at(-1)!.call("loadProgram", { module: await compiling, variables }, { signal });
      progress("loading", 1);
      const pieces = key.shares.flatMap((share, index) =>
        share.map((piece) => ({ ...piece, thread: started[index]! })),
      );
      return new KernelEngine(constantsOf(key), started, pieces, constraints);
    } catch (error) {
      await endAll(started);
      throw error;
    }
  }

  load(): Promise<unknown> {
    this.#loading ??= Promise.all([this.#constraints, ...this.#pieces.map(loadPiece)]);
    return this.#loading;
  }

  async prove(input: WitnessInput, run: EngineRun): Promise<EngineProof> {
    const held: (Uint8Array | Uint32Array)[] = [];
    try {
      return await this.#prove(input, run, held);
    } finally {
      // Empty are those that a thread was given meanwhile.
      for (const numbers of held) if (numbers.length > 0) numbers.fill(0);
      // Threads that have ended took theirs with them.
      await Promise.allSettled(this.#threads.map((thread) => thread.call("forget", undefined)));
    }
  }

  /** @param held Takes what is secret and still in this thread's hands when the proof is made, or is not. */
  async #prove(
    input: WitnessInput,
    { signal, progress }: EngineRun,
    held: (Uint8Array | Uint32Array)[],
  ): Promise<EngineProof> {
    const { publicSignals } = this.#key;
    progress("witness", 0);
    const witness = this.#last.call("witness", input, { signal });
    // Asked for after the witness, which everything else waits for.
    const loading = this.load();
    loading.catch(() => {});
    const { elements, scalars } = await witness;
    held.push(elements, scalars);
    progress("witness", 1);

    const signals = publicSignalsOf(elements, publicSignals);
    const blinding = drawBlinding(input);
    const tables = this.#tablesPay ? this.#pieces : [];
    const meter = new Meter(1 + tables.length + this.#pieces.length, (fraction) =>
      progress("proving", fraction),
    );
    // Asked for first, since the sums over it wait for it; other sums of the same thread fill the time.
    const quotient = meter.track(
      1,
      this.#first.call("quotient", elements, { given: [elements.buffer], signal }),
    );
    const filling = tables.map(({ thread, name }) =>
      meter.track(1, thread.call("fillTable", { name }, { signal })),
    );
    const adding = this.#pieces.map(async ({ thread, name, section, first, end }) => {
      const all =
        section === "quotient" ? await quotient : scalarsOf(section, scalars, publicSignals, blinding);
      held.push(all);
      const own = all.slice(first * ELEMENT_WORDS, end * ELEMENT_WORDS);
      const call = thread.call("sum", { name, scalars: own }, { given: [own.buffer], signal });
      return { section, sum: await meter.track(1, call) };
    });
    const [sums] = await Promise.all([Promise.all(adding), loading, ...filling]);
    this.#proofs++;
    this.#tablesFilled ||= tables.length > 0;
    const partsOf = (name: SectionName): AffinePoint[] =>
      sums.filter(({ section }) => section === name).map(({ sum }) => sum);
    return { proof: proofOf(assemble(this.#key, blinding, partsOf)), publicSignals: signals };
  }

  get #tablesPay(): boolean {
    return this.#proofs >= PROOFS_WITHOUT_TABLES && !this.#tablesFilled;
  }

  end(): Promise<void> {
    return endAll(this.#threads);
  }
}

async function endAll(threads: readonly Thread[]): Promise<void> {
  await Promise.all(threads.map((thread) => thread.end()));
}

/** A key, with the points of each thread's share. */
interface SharedKey extends ProvingKey {
  readonly shares: readonly (readonly Omit<LoadedPiece, "thread">[])[];
}

/** @throws MalformedProvingKeyError, and whatever the files reject with */
async function readFiles(files: Promise<EngineFiles>, threads: number) {
  const { wasm, zkey } = await files;
  const compiling = compileProgram(wasm);
  compiling.catch(() => {});
  return { compiling, key: readKey(zkey, threads) };
}

function readKey(file: Uint8Array, threads: number): SharedKey {
  const key = parseProvingKey(file);
  const shares = shareOut(sectionsOf(key), key.domainSize, threads).map((share) =>
    share.map(({ section, first, end }) => ({
      name: `${section.name} ${first}`,
      section: section.name,
      group: section.group,
      first,
      end,
      points: pointsBetween(section, first, end),
    })),
  );
  return { ...key, shares };
}

async function startThreads(count: number, kernel: Promise<CompiledKernel>): Promise<[Thread, ...Thread[]]> {
  if (count === 1) return [await callingThread(await kernel)];
  const starts = await Promise.allSettled(Array.from({ length: count }, () => startWorkerThread(kernel)));
  const threads = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const failed = starts.find((start) => start.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(threads.map((thread) => thread.end()));
    throw failed.reason;
  }
  // As many as were asked for, which is more than one.
  return threads as [Thread, ...Thread[]];
}

function constantsOf({ publicSignals, alpha1, beta1, beta2 }: ProvingKey): KeyConstants {
  return {
    publicSignals,
    alpha1: decodeCoordinates(alpha1),
    beta1: decodeCoordinates(beta1),
    beta2: decodeCoordinates(beta2),
  };
}

/** Hands a piece's points over to its thread. */
async function loadPiece({ thread, name, group, points }: LoadedPiece): Promise<void> {
  await thread.call("loadBases", { name, group, points }, { given: [points.buffer] });
}

function publicSignalsOf(witness: Uint8Array, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) =>
    witness
      .subarray((index + 1) * ELEMENT_BYTES, (index + 2) * ELEMENT_BYTES)
      .reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n),
  );
}

/** Adds up what sections.ts says a proof consists of. */
function assemble(
  key: KeyConstants,
  { r, s }: Blinding,
  partsOf: (section: SectionName) => readonly AffinePoint[],
): ProofPoints {
  const a = G1.sum([key.alpha1, ...partsOf("a")]);
  const b1 = G1.sum([key.beta1, ...partsOf("b1")]);
  const b = G2.sum([key.beta2, ...partsOf("b2")]);
  const blinded = G1.sumOfProducts([
    { point: a, scalar: s },
    { point: b1, scalar: r },
  ]);
  const c = G1.sum([...partsOf("private"), ...partsOf("quotient"), blinded]);
  return { a, b, c };
}
