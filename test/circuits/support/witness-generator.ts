import { readFile } from "node:fs/promises";

import { FIELD_MODULUS } from "../../../prover/field.ts";

/** What a compiled witness generator exports; field elements cross one 32-bit word at a time, the lowest first. */
interface Exports {
  init(checkAssertions: number): void;
  getInputSignalSize(hashHigh: number, hashLow: number): number;
  setInputSignal(hashHigh: number, hashLow: number, position: number): void;
  getWitness(wire: number): void;
  readSharedRWMemory(word: number): number;
  writeSharedRWMemory(word: number, value: number): void;
}

const WORDS = 8;

/**
 * A compiled witness generator that is loaded once and runs many times. The library's own interface loads it anew for
 * every witness, which takes far longer than the witness itself.
 */
export class WitnessGenerator {
  readonly #exports: Exports;

  private constructor(exports: Exports) {
    this.#exports = exports;
  }

  static async load(wasm: string): Promise<WitnessGenerator> {
    const refuse = (code: number): never => {
      throw new Error(`The witness generator stopped with code ${code}`);
    };
    const ignore = (): void => {};
    const runtime = {
      exceptionHandler: refuse,
      printErrorMessage: ignore,
      writeBufferMessage: ignore,
      showSharedRWMemory: ignore,
    };
    const { instance } = await WebAssembly.instantiate(await readFile(wasm), { runtime });
    return new WitnessGenerator(instance.exports as unknown as Exports);
  }

  /** Computes every wire from these inputs, which are numbers or nested arrays of them, by the circuit's own names. */
  run(inputs: object): void {
    this.#exports.init(1);
    for (const [name, value] of Object.entries(inputs)) {
      const [high, low] = hashOf(name);
      const values = [value as unknown].flat(Infinity) as bigint[];
      if (this.#exports.getInputSignalSize(high, low) !== values.length) {
        throw new Error(`The circuit has no input ${name} of ${values.length} values`);
      }
      for (const [position, element] of values.entries()) {
        this.#write(((element % FIELD_MODULUS) + FIELD_MODULUS) % FIELD_MODULUS);
        this.#exports.setInputSignal(high, low, position);
      }
    }
  }

  /** The value of one wire after the last {@link run}. */
  read(wire: number): bigint {
    this.#exports.getWitness(wire);
    let value = 0n;
    for (let word = WORDS - 1; word >= 0; word--) {
      value = (value << 32n) | BigInt(this.#exports.readSharedRWMemory(word) >>> 0);
    }
    return value;
  }

  #write(element: bigint): void {
    for (let word = 0; word < WORDS; word++) {
      this.#exports.writeSharedRWMemory(word, Number((element >> BigInt(32 * word)) & 0xffffffffn));
    }
  }
}

/** Signals are found by the 64-bit FNV-1a hash of their name, in two halves. */
function hashOf(name: string): [high: number, low: number] {
  const hash = [...new TextEncoder().encode(name)].reduce(
    (state, byte) => BigInt.asUintN(64, (state ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}
