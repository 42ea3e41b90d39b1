import { modularInverse } from "../../../circuits/field.ts";
import type { KernelFunctions } from "./kernel.ts";
import { balancedLimbs, closestToZero, LAYOUTS, type ArithmeticName, type NumberLayout } from "./layout.ts";

const PAGE_BYTES = 65_536;

/** A kernel's module, ready to be started on any thread. */
export interface CompiledKernel {
  readonly module: WebAssembly.Module;
  /** The first address that it leaves to its user. */
  readonly reservedBytes: number;
  readonly arithmetic: ArithmeticName;
}

/** A kernel with memory of its own. Not shared between threads. */
export class Kernel {
  readonly functions: KernelFunctions;
  readonly layout: NumberLayout;
  readonly #limbsOf: LimbArray;
  readonly #lowestLimbsOf: (buffer: ArrayBuffer) => (address: number) => number;
  readonly #memory: WebAssembly.Memory;
  /** What the module's own memory holds at the start: constants, and zeros where it works. */
  readonly #ownMemory: Uint8Array;
  #next: number;
  /** How far memory has been written to since it was last wiped. */
  #highest: number;

  private constructor(
    functions: KernelFunctions,
    memory: WebAssembly.Memory,
    { reservedBytes, arithmetic }: CompiledKernel,
  ) {
    this.functions = functions;
    this.layout = LAYOUTS[arithmetic];
    this.#limbsOf = LIMB_ARRAYS[arithmetic];
    this.#lowestLimbsOf = LOWEST_LIMBS[arithmetic];
    this.#memory = memory;
    this.#ownMemory = this.bytes(0, reservedBytes).slice();
    this.#next = reservedBytes;
    this.#highest = reservedBytes;
  }

  static async start(kernel: CompiledKernel): Promise<Kernel> {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(kernel.reservedBytes / PAGE_BYTES) });
    const { exports } = await WebAssembly.instantiate(kernel.module, { kernel: { memory } });
    return new Kernel(exports as unknown as KernelFunctions, memory, kernel);
  }

  /** Address of fresh memory, a multiple of 16. Views made before may be detached by it. */
  allocate(bytes: number): number {
    const address = this.#next;
    this.#next += Math.ceil(bytes / 16) * 16;
    this.#highest = Math.max(this.#highest, this.#next);
    const missing = this.#next - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    return address;
  }

  /** Runs the body and gives back all memory that it allocated. */
  temporarily<Result>(body: () => Result): Result {
    const mark = this.#next;
    try {
      return body();
    } finally {
      this.#next = mark;
    }
  }

  /** Writes zeros over all memory that was given back, and over what the module's functions worked with last. */
  wipe(): void {
    this.memory().set(this.#ownMemory);
    this.bytes(this.#next, this.#highest - this.#next).fill(0);
    this.#highest = this.#next;
  }

  memory(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer);
  }

  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  words(address: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#memory.buffer, address, length);
  }

  /** The limbs of one lane of a pair, the lowest first. */
  readLimbs(pair: number, lane: 0 | 1): number[] {
    return this.#read(pair + 8 * lane, 2);
  }

  /** Writes limbs as they are into one lane of a pair. */
  writeLimbs(pair: number, lane: 0 | 1, limbs: readonly number[]): void {
    this.#write(pair + 8 * lane, 2, limbs);
  }

  /** Writes a value as it is, in both lanes of a pair. */
  writePair(address: number, value: bigint): void {
    const limbs = balancedLimbs(value, this.layout);
    this.writeLimbs(address, 0, limbs);
    this.writeLimbs(address, 1, limbs);
  }

  /** Reads the lowest limbs of numbers by their addresses, until memory grows. */
  lowestLimbs(): (address: number) => number {
    return this.#lowestLimbsOf(this.#memory.buffer);
  }

  /** Writes a residue as one number in Montgomery form. */
  writeNumber(address: number, value: bigint, modulus: bigint): void {
    this.#write(address, 1, this.#inForm(value, modulus));
  }

  /** Writes two residues in Montgomery form into the lanes of a pair. */
  writeLanes(address: number, low: bigint, high: bigint, modulus: bigint): void {
    this.writeLimbs(address, 0, this.#inForm(low, modulus));
    this.writeLimbs(address, 1, this.#inForm(high, modulus));
  }

  /** Reads the residue that one lane of a pair in Montgomery form stands for. */
  readLane(address: number, lane: 0 | 1, modulus: bigint): bigint {
    return this.#residueOf(this.readLimbs(address, lane), modulus);
  }

  /** Reads the residue that one number in Montgomery form stands for. */
  readNumber(address: number, modulus: bigint): bigint {
    return this.#residueOf(this.#read(address, 1), modulus);
  }

  #inForm(value: bigint, modulus: bigint): number[] {
    return balancedLimbs(closestToZero(value << this.layout.montgomeryBits, modulus), this.layout);
  }

  #residueOf(limbs: readonly number[], modulus: bigint): bigint {
    const { limbBits, montgomeryBits } = this.layout;
    const value = limbs.reduceRight((higher, limb) => (higher << BigInt(limbBits)) + BigInt(limb), 0n);
    const residue = (value * montgomeryInverse(montgomeryBits, modulus)) % modulus;
    return residue < 0n ? residue + modulus : residue;
  }

  /** The limbs that begin at an address and lie `step` apart. */
  #read(address: number, step: 1 | 2): number[] {
    const { limbs: count } = this.layout;
    const limbs = this.#limbsOf(this.#memory.buffer, address, step * (count - 1) + 1);
    return Array.from({ length: count }, (_, index) => limbs.get(step * index));
  }

  #write(address: number, step: 1 | 2, values: readonly number[]): void {
    const limbs = this.#limbsOf(this.#memory.buffer, address, step * (values.length - 1) + 1);
    values.forEach((value, index) => limbs.set(step * index, value));
  }
}

/** Limbs in memory, one after another. */
type LimbArray = (
  buffer: ArrayBuffer,
  address: number,
  length: number,
) => { get(index: number): number; set(index: number, limb: number): void };

const LIMB_ARRAYS: Readonly<Record<ArithmeticName, LimbArray>> = {
  fused: (buffer, address, length) => {
    const array = new Float64Array(buffer, address, length);
    return { get: (index) => array[index]!, set: (index, limb) => array.fill(limb, index, index + 1) };
  },
  integer: (buffer, address, length) => {
    const array = new BigInt64Array(buffer, address, length);
    return {
      get: (index) => Number(array[index]!),
      set: (index, limb) => array.fill(BigInt(limb), index, index + 1),
    };
  },
};

const LOWEST_LIMBS: Readonly<Record<ArithmeticName, (buffer: ArrayBuffer) => (address: number) => number>> = {
  fused: (buffer) => {
    const doubles = new Float64Array(buffer);
    return (address) => doubles[address / 8]!;
  },
  // A limb fills the lower half of its eight bytes, and its sign the upper.
  integer: (buffer) => {
    const halves = new Int32Array(buffer);
    return (address) => halves[address / 4]!;
  },
};

const inverses = new Map<string, bigint>();

function montgomeryInverse(bits: bigint, modulus: bigint): bigint {
  const name = `${bits} ${modulus}`;
  let inverse = inverses.get(name);
  if (inverse === undefined) {
    inverse = modularInverse(1n << bits, modulus);
    inverses.set(name, inverse);
  }
  return inverse;
}
