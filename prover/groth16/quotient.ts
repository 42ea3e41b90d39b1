// The scalars of the quotient polynomial H = (A·B − C)/Z.
//
// A and B are known by their values on the domain, rows of the constraint system times the witness, and C = A·B there.
// Z is constant on the coset between the domain's points, and the key's points already hold H in terms of its values
// on that coset, divided by Z. So all that is left is the values of A·B − C on the coset.
import { FIELD_MODULUS, modularInverse } from "../../circuits/field.ts";
import { MalformedProvingKeyError, type ConstraintMatrices } from "../../circuits/proving-key.ts";
import { ENCODED_BYTES } from "./kernel/encoding.ts";
import type { Kernel } from "./kernel/instance.ts";
import { closestToZero } from "./kernel/layout.ts";

// 5 is the smallest number without a square root; its odd part is a root of unity of the largest order that there is.
const TWO_ADICITY = 28n;
const LARGEST_ROOT = power(5n, (FIELD_MODULUS - 1n) >> TWO_ADICITY);

const COEFFICIENT_WORDS = 11;
const VALUE_WORDS = 8;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % FIELD_MODULUS;
    square = (square * square) % FIELD_MODULUS;
  }
  return result;
}

/** A root of unity of order 2^bits. */
const rootOfUnity = (bits: number): bigint => power(LARGEST_ROOT, 1n << (TWO_ADICITY - BigInt(bits)));

function bitReversed(index: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
  return reversed;
}

/** The constraint system of a key in a kernel's memory, ready to be multiplied by witnesses. */
export class QuotientPolynomial {
  readonly #kernel: Kernel;
  readonly #pairBytes: number;
  readonly #variables: number;
  readonly #domainBits: number;
  readonly #witness: number;
  readonly #coefficients: number;
  readonly #operands: number;
  readonly #rowLengths: number;
  readonly #roots: number;
  readonly #inverseRoots: number;
  readonly #toCoset: number;
  readonly #squareOfMontgomery: number;

  constructor(kernel: Kernel, matrices: ConstraintMatrices) {
    this.#kernel = kernel;
    this.#pairBytes = kernel.layout.pairBytes;
    this.#variables = matrices.variables;
    this.#domainBits = Math.log2(matrices.domainSize);
    const paddedVariables = matrices.variables + (matrices.variables % 2);
    this.#witness = kernel.allocate(paddedVariables * kernel.layout.numberBytes);
    this.#squareOfMontgomery = kernel.allocate(this.#pairBytes);
    kernel.writePair(
      this.#squareOfMontgomery,
      closestToZero(1n << (2n * this.#kernel.layout.montgomeryBits), FIELD_MODULUS),
    );

    const { rowLengths, firstTerms, terms } = layOutRows(matrices);
    this.#coefficients = kernel.allocate(terms * this.#pairBytes);
    this.#operands = kernel.allocate(terms * 8);
    this.#rowLengths = kernel.allocate(matrices.domainSize * 4);
    kernel.words(this.#rowLengths, matrices.domainSize).set(rowLengths);
    this.#loadMatrices(matrices, firstTerms, terms);

    const half = matrices.domainSize / 2;
    const root = rootOfUnity(this.#domainBits);
    this.#roots = this.#powersOf(root, half, 1n);
    this.#inverseRoots = this.#powersOf(modularInverse(root, FIELD_MODULUS), half, 1n);
    // Coefficient k times shift^k, which moves the values to the coset, and 1/n, which the inverse transform leaves out.
    const shift = rootOfUnity(this.#domainBits + 1);
    const inverseSize = modularInverse(BigInt(matrices.domainSize), FIELD_MODULUS);
    const shifts = this.#powersOf(shift, matrices.domainSize, inverseSize);
    this.#toCoset = this.#inReversedOrder(shifts, this.#domainBits);
  }

  /** A's entries go to lane 0, B's to lane 1. Terms with an entry in one lane only have a zero in the other. */
  #loadMatrices({ coefficients }: ConstraintMatrices, firstTerms: Uint32Array, terms: number): void {
    const kernel = this.#kernel;
    kernel.temporarily(() => {
      const encodedAt = kernel.allocate(2 * terms * ENCODED_BYTES);
      const numbers = kernel.allocate(2 * terms * kernel.layout.numberBytes);
      const factor = kernel.allocate(this.#pairBytes);
      const encoded = kernel.words(encodedAt, 2 * terms * VALUE_WORDS).fill(0);
      const operands = kernel.words(this.#operands, 2 * terms).fill(this.#witness);
      const nextTerms = [firstTerms.slice(), firstTerms.slice()] as const;
      for (let at = 0; at < coefficients.length; at += COEFFICIENT_WORDS) {
        const lane = coefficients[at] === 0 ? 0 : 1;
        const place = 2 * nextTerms[lane][coefficients[at + 1]!]!++ + lane;
        operands[place] = this.#witness + coefficients[at + 2]! * kernel.layout.numberBytes;
        for (let word = 0; word < VALUE_WORDS; word++) {
          encoded[place * VALUE_WORDS + word] = coefficients[at + 3 + word]!;
        }
      }
      // From value·2^512 to value·R: the import divides by R.
      const toForm = (1n << (2n * kernel.layout.montgomeryBits)) * modularInverse(1n << 512n, FIELD_MODULUS);
      kernel.writePair(factor, closestToZero(toForm, FIELD_MODULUS));
      kernel.functions.scalarImport(encodedAt, terms, factor, numbers);
      this.#interleave(numbers, terms);
    });
  }

  /** Turns each two neighbouring numbers into the two lanes of a coefficient. */
  #interleave(numbers: number, terms: number): void {
    const { limbs: limbCount } = this.#kernel.layout;
    // A limb is two words.
    const from = this.#kernel.words(numbers, 4 * limbCount * terms);
    const to = this.#kernel.words(this.#coefficients, 4 * limbCount * terms);
    for (let pair = 0, at = 0; pair < terms; pair++) {
      const low = 4 * limbCount * pair;
      const high = low + 2 * limbCount;
      for (let word = 0; word < 2 * limbCount; word += 2) {
        to[at++] = from[low + word]!;
        to[at++] = from[low + word + 1]!;
        to[at++] = from[high + word]!;
        to[at++] = from[high + word + 1]!;
      }
    }
  }

  /** A table of first·base^k for k below the count, a power of two, in both lanes. */
  #powersOf(base: bigint, count: number, first: bigint): number {
    const kernel = this.#kernel;
    const powers = kernel.allocate(count * this.#pairBytes);
    kernel.temporarily(() => {
      const factors = kernel.allocate((count / 2) * this.#pairBytes);
      this.#writeElement(powers, first);
      // The powers that are there, times the one that comes next, are as many again.
      for (let done = 1, next = base; done < count; done *= 2, next = (next * next) % FIELD_MODULUS) {
        this.#writeElement(factors, next);
        repeat(kernel.memory(), factors, this.#pairBytes, done);
        const upper = powers + done * this.#pairBytes;
        kernel.memory().copyWithin(upper, powers, upper);
        kernel.functions.multiplyEach(upper, factors, done);
      }
    });
    return powers;
  }

  /** A copy of a table in which the element at k is that at k with its bits reversed. */
  #inReversedOrder(table: number, bits: number): number {
    const count = 2 ** bits;
    const reversed = this.#kernel.allocate(count * this.#pairBytes);
    const memory = this.#kernel.memory();
    for (let index = 0; index < count; index++) {
      const from = table + index * this.#pairBytes;
      memory.copyWithin(reversed + bitReversed(index, bits) * this.#pairBytes, from, from + this.#pairBytes);
    }
    return reversed;
  }

  #writeElement(address: number, value: bigint): void {
    this.#kernel.writePair(
      address,
      closestToZero(value << this.#kernel.layout.montgomeryBits, FIELD_MODULUS),
    );
  }

  /**
   * @param witness One number of 32 bytes for each variable, little-endian.
   * @returns One scalar for each element of the domain, 256 bits in two's complement, at most r/2 away from zero.
   */
  scalars(witness: Uint8Array): Uint32Array<ArrayBuffer> {
    const kernel = this.#kernel;
    const { functions } = kernel;
    const size = 2 ** this.#domainBits;
    return kernel.temporarily(() => {
      const encoded = kernel.allocate((this.#variables + 1) * ENCODED_BYTES);
      const ab = kernel.allocate(size * this.#pairBytes);
      const c = kernel.allocate(size * this.#pairBytes);
      kernel.bytes(encoded, witness.length).set(witness);
      functions.scalarImport(encoded, (this.#variables + 1) >> 1, this.#squareOfMontgomery, this.#witness);

      functions.sumRows(this.#coefficients, this.#operands, this.#rowLengths, size, ab);
      // The rest of the memory is given back, and wiped with what else is.
      kernel.bytes(this.#witness, this.#variables * kernel.layout.numberBytes).fill(0);
      functions.multiplyLanes(ab, c, size);
      this.#toCosetValues(ab);
      this.#toCosetValues(c);
      functions.multiplyLanes(ab, ab, size);
      functions.quotient(ab, c, c, size);
      functions.scalarExport(c, size / 2, ab);
      return kernel.words(ab, size * (ENCODED_BYTES / 4)).slice();
    });
  }

  /** From values on the domain to values on the coset, for the polynomials in both lanes. */
  #toCosetValues(elements: number): void {
    const { splitStage, joinStage, multiplyEach } = this.#kernel.functions;
    const size = 2 ** this.#domainBits;
    for (let half = size / 2, blocks = 1; half >= 1; half /= 2, blocks *= 2) {
      splitStage(elements, blocks, half, this.#inverseRoots, blocks * this.#pairBytes);
    }
    multiplyEach(elements, this.#toCoset, size);
    for (let half = 1, blocks = size / 2; blocks >= 1; half *= 2, blocks /= 2) {
      joinStage(elements, blocks, half, this.#roots, blocks * this.#pairBytes);
    }
  }
}

/** Fills memory with copies of its first bytes. */
function repeat(memory: Uint8Array, at: number, bytes: number, times: number): void {
  for (let have = 1; have < times; have *= 2) {
    memory.copyWithin(at + have * bytes, at, at + Math.min(have, times - have) * bytes);
  }
}

/** How many terms each row takes, the longer of its two lanes, and which is its first. */
function layOutRows({ coefficients, domainSize, variables }: ConstraintMatrices) {
  const entries = [new Uint32Array(domainSize), new Uint32Array(domainSize)] as const;
  for (let at = 0; at < coefficients.length; at += COEFFICIENT_WORDS) {
    const [matrix, row, variable] = [coefficients[at]!, coefficients[at + 1]!, coefficients[at + 2]!];
    if (matrix > 1 || row >= domainSize || variable >= variables) {
      throw new MalformedProvingKeyError("section 4 names what there is not");
    }
    entries[matrix === 0 ? 0 : 1][row]!++;
  }
  const rowLengths = entries[0].map((length, row) => Math.max(length, entries[1][row]!));
  const firstTerms = new Uint32Array(domainSize);
  let terms = 0;
  rowLengths.forEach((length, row) => {
    firstTerms[row] = terms;
    terms += length;
  });
  return { rowLengths, firstTerms, terms };
}
