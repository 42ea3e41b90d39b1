import { modularInverse } from "../../../circuits/field.ts";
import type { KernelFunctions } from "./kernel.ts";
import { LIMBS, LIMB_BITS, MONTGOMERY_BITS, balancedLimbs, closestToZero } from "./field.ts";

const PAGE_BYTES = 65_536;

/** A kernel with memory of its own. Not shared between threads. */
export class Kernel {
  readonly functions: KernelFunctions;
  readonly #memory: WebAssembly.Memory;
  #next: number;
  /** How far memory has been written to since it was last wiped. */
  #highest: number;

  private constructor(functions: KernelFunctions, memory: WebAssembly.Memory, reservedBytes: number) {
    this.functions = functions;
    this.#memory = memory;
    this.#next = reservedBytes;
    this.#highest = reservedBytes;
  }

  static async start(module: WebAssembly.Module, reservedBytes: number): Promise<Kernel> {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(reservedBytes / PAGE_BYTES) });
    const { exports } = await WebAssembly.instantiate(module, { kernel: { memory } });
    return new Kernel(exports as unknown as KernelFunctions, memory, reservedBytes);
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

  /** Writes zeros over all memory that was given back. */
  wipe(): void {
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

  limbs(address: number, numbers: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer, address, numbers * LIMBS);
  }

  /** Writes a value as it is, in both lanes of a pair. */
  writePair(address: number, value: bigint): void {
    const pair = this.limbs(address, 2);
    balancedLimbs(value).forEach((limb, index) => pair.fill(limb, 2 * index, 2 * index + 2));
  }

  /** Writes a residue as one number in Montgomery form. */
  writeNumber(address: number, value: bigint, modulus: bigint): void {
    this.limbs(address, 1).set(balancedLimbs(closestToZero(value << MONTGOMERY_BITS, modulus)));
  }

  /** Writes two residues in Montgomery form into the lanes of a pair. */
  writeLanes(address: number, low: bigint, high: bigint, modulus: bigint): void {
    const pair = this.limbs(address, 2);
    [low, high].forEach((value, lane) =>
      balancedLimbs(closestToZero(value << MONTGOMERY_BITS, modulus)).forEach(
        (limb, index) => (pair[2 * index + lane] = limb),
      ),
    );
  }

  /** Reads the residue that one lane of a pair in Montgomery form stands for. */
  readLane(address: number, lane: 0 | 1, modulus: bigint): bigint {
    const pair = this.limbs(address, 2);
    return residueOf((index) => pair[2 * index + lane]!, modulus);
  }

  /** Reads the residue that one number in Montgomery form stands for. */
  readNumber(address: number, modulus: bigint): bigint {
    const limbs = this.limbs(address, 1);
    return residueOf((index) => limbs[index]!, modulus);
  }
}

function residueOf(limbAt: (index: number) => number, modulus: bigint): bigint {
  let value = 0n;
  for (let index = LIMBS - 1; index >= 0; index--) {
    value = (value << BigInt(LIMB_BITS)) + BigInt(limbAt(index));
  }
  const residue = (value * montgomeryInverse(modulus)) % modulus;
  return residue < 0n ? residue + modulus : residue;
}

const inverses = new Map<bigint, bigint>();

function montgomeryInverse(modulus: bigint): bigint {
  let inverse = inverses.get(modulus);
  if (inverse === undefined) {
    inverse = modularInverse(1n << MONTGOMERY_BITS, modulus);
    inverses.set(modulus, inverse);
  }
  return inverse;
}
