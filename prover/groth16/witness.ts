import { AftercareError } from "../errors.ts";

/** What the circuit's inputs are computed from: decimal strings or bigints, nested like the circuit's arrays. */
export interface WitnessInput {
  readonly [signal: string]: SignalValue;
}

type SignalValue = string | bigint | readonly SignalValue[];

/**
 * What is at fault where there is no witness: the program is none, or is another circuit's than the inputs or the key, or it
 * stopped at these inputs.
 */
export type WitnessFault = "program" | "circuit" | "inputs";

/** The witness program refused its input, or is not one. The error never carries a value. */
export class WitnessError extends AftercareError {
  override readonly name = "WitnessError";
  readonly fault: WitnessFault;
  readonly problem: string;

  constructor(fault: WitnessFault, problem: string, options?: ErrorOptions) {
    super(
      `The witness could not be computed: ${problem}.`,
      "Check that the artifacts are those of this circuit and that the inputs satisfy its constraints.",
      { problem },
      options,
    );
    this.fault = fault;
    this.problem = problem;
  }
}

/** What circom's witness programs export. Field elements pass through a shared place in memory. */
interface WitnessExports {
  readonly memory: WebAssembly.Memory;
  init(checkAsserts: number): void;
  getSharedRWMemoryStart(): number;
  getFieldNumLen32(): number;
  getInputSize(): number;
  /** Values that a signal takes, 0 where there is none of that name; its hash comes in two halves of 32 bits. */
  getInputSignalSize(hashHigh: number, hashLow: number): number;
  setInputSignal(hashHigh: number, hashLow: number, position: number): void;
  getWitnessSize(): number;
  getWitness(index: number): void;
}

const FIELD_WORDS = 8;

const PROBLEMS: Readonly<Record<number, string>> = {
  1: "a signal is unknown",
  2: "there are too many signals",
  3: "a signal is given twice",
  4: "a constraint does not hold",
  5: "there is not enough memory",
  6: "an input has too many values",
};

/** FNV-1a over 64 bits: how the program names signals. */
function hashOf(name: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(name)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}

function valuesOf(value: SignalValue): bigint[] {
  if (typeof value === "bigint") return [value];
  if (typeof value === "string") return [BigInt(value)];
  return value.flatMap(valuesOf);
}

/** @throws WitnessError if the bytes are not WebAssembly. */
export function compileProgram(wasm: Uint8Array): Promise<WebAssembly.Module> {
  return WebAssembly.compile(wasm as Uint8Array<ArrayBuffer>).catch((cause: unknown) => {
    throw new WitnessError("program", "the program does not load", { cause });
  });
}

/** A circuit's witness program, compiled once and run many times. It keeps nothing of what it computed. */
export class WitnessProgram {
  readonly #module: WebAssembly.Module;
  #instance: WitnessExports | undefined;
  /** The program's memory before it computes. */
  #fresh = new Uint8Array();

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /**
   * @param variables How many the key has. A witness of another length would be completed from what lies behind it.
   * @throws WitnessError if the module is not a witness program over BN254 for so many variables.
   */
  static async load(module: WebAssembly.Module, variables: number): Promise<WitnessProgram> {
    const program = new WitnessProgram(module);
    const exports = await program.#start().catch((cause: unknown) => {
      throw new WitnessError("program", "the program does not load", { cause });
    });
    if (exports.getFieldNumLen32?.() !== FIELD_WORDS) {
      throw new WitnessError("program", "the program is none over this field");
    }
    if (exports.getWitnessSize() !== variables) {
      throw new WitnessError(
        "circuit",
        `it has ${exports.getWitnessSize()} variables, and the key has ${variables}`,
      );
    }
    program.#fresh = new Uint8Array(exports.memory.buffer).slice();
    return program;
  }

  async #start(): Promise<WitnessExports> {
    const { exports } = await WebAssembly.instantiate(this.#module, {
      runtime: {
        exceptionHandler: (code: number) => {
          throw new WitnessError("inputs", PROBLEMS[code] ?? `the program stopped with code ${code}`);
        },
        // Messages of the program would quote signals.
        printErrorMessage: () => {},
        writeBufferMessage: () => {},
        showSharedRWMemory: () => {},
      },
    });
    this.#instance = exports as unknown as WitnessExports;
    return this.#instance;
  }

  /**
   * All variables of the circuit: 32 bytes each, little-endian, the constant one first.
   *
   * @param input A value for each input signal; values are field elements.
   * @throws WitnessError
   */
  async compute(input: WitnessInput): Promise<Uint8Array<ArrayBuffer>> {
    const program = this.#instance ?? (await this.#start());
    // Given back only after success: what an exception leaves behind is not used again.
    this.#instance = undefined;
    try {
      program.init(0);
      this.#setInputs(program, input);
      const witness = this.#read(program);
      this.#instance = program;
      return witness;
    } finally {
      const memory = new Uint8Array(program.memory.buffer);
      memory.set(this.#fresh);
      memory.fill(0, this.#fresh.length);
    }
  }

  #read(program: WitnessExports): Uint8Array<ArrayBuffer> {
    const size = program.getWitnessSize();
    const start = program.getSharedRWMemoryStart() / 4;
    const words = new Uint32Array(program.memory.buffer);
    const witness = new Uint32Array(size * FIELD_WORDS);
    for (let variable = 0; variable < size; variable++) {
      program.getWitness(variable);
      for (let word = 0; word < FIELD_WORDS; word++) {
        witness[variable * FIELD_WORDS + word] = words[start + word]!;
      }
    }
    return new Uint8Array(witness.buffer);
  }

  #setInputs(program: WitnessExports, input: WitnessInput): void {
    const start = program.getSharedRWMemoryStart() / 4;
    let given = 0;
    for (const [name, value] of Object.entries(input)) {
      const hash = hashOf(name);
      const [high, low] = [Number(hash >> 32n), Number(hash & 0xffffffffn)];
      const values = valuesOf(value);
      const size = program.getInputSignalSize(high, low);
      if (size !== values.length) {
        throw new WitnessError(
          "circuit",
          size <= 0 ? `it has no signal ${name}` : `${name} takes ${size} values, not ${values.length}`,
        );
      }
      values.forEach((element, position) => {
        const words = new Uint32Array(program.memory.buffer, 4 * start, FIELD_WORDS);
        for (let word = 0; word < FIELD_WORDS; word++) {
          words[word] = Number((element >> BigInt(32 * word)) & 0xffffffffn);
        }
        program.setInputSignal(high, low, position);
      });
      given += values.length;
    }
    if (given < program.getInputSize()) {
      throw new WitnessError("circuit", `${program.getInputSize()} values are needed, but ${given} given`);
    }
  }
}
