// The scalars of the quotient polynomial H = (A·B − C)/Z.
//
// A and B are known by their values on the domain, rows of the constraint system times the witness, and C = A·B there.
// Z is constant on the coset between the domain's points, and the key's points already hold H in terms of its values
// on that coset, divided by Z. So all that is left is the values of A·B − C on the coset.
import { FIELD_MODULUS } from "../field.ts";
import {
  balancedLimbs,
  closestToZero,
  modularInverse,
  MONTGOMERY_BITS,
  NUMBER_BYTES,
  PAIR_BYTES,
} from "./kernel/field.ts";
import { ENCODED_BYTES } from "./kernel/encoding.ts";
import type { Kernel } from "./kernel/instance.ts";
import { coefficientsOf, type ConstraintMatrices } from "./provingKey.ts";

// 5 is the smallest number without a square root; its odd part is a root of unity of the largest order that there is.
const TWO_ADICITY = 28n;
const LARGEST_ROOT = power(5n, (FIELD_MODULUS - 1n) >> TWO_ADICITY);

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
    this.#variables = matrices.variables;
    this.#domainBits = Math.log2(matrices.domainSize);
    const paddedVariables = matrices.variables + (matrices.variables % 2);
    this.#witness = kernel.allocate(paddedVariables * NUMBER_BYTES);
    this.#squareOfMontgomery = kernel.allocate(PAIR_BYTES);
    kernel.writePair(this.#squareOfMontgomery, closestToZero(1n << (2n * MONTGOMERY_BITS), FIELD_MODULUS));

    const rows = arrangeInLanes(matrices);
    const terms = rows.reduce((sum, { lanes }) => sum + Math.max(lanes[0].length, lanes[1].length), 0);
    this.#coefficients = kernel.allocate(terms * PAIR_BYTES);
    this.#operands = kernel.allocate(terms * 8);
    this.#rowLengths = kernel.allocate(matrices.domainSize * 4);
    this.#loadMatrices(rows, terms);

    const half = matrices.domainSize / 2;
    const root = rootOfUnity(this.#domainBits);
    this.#roots = this.#powersOf(root, half, 1n);
    this.#inverseRoots = this.#powersOf(modularInverse(root, FIELD_MODULUS), half, 1n);
    // Coefficient k times shift^k, which moves the values to the coset, and 1/n, which the inverse transform leaves out.
    const shift = rootOfUnity(this.#domainBits + 1);
    this.#toCoset = this.#powersOf(
      shift,
      matrices.domainSize,
      modularInverse(BigInt(matrices.domainSize), FIELD_MODULUS),
      (index) => bitReversed(index, this.#domainBits),
    );
  }

  #loadMatrices(rows: readonly Row[], terms: number): void {
    const kernel = this.#kernel;
    kernel.temporarily(() => {
      // Lane 0 and lane 1 of each term, one after another; what is not filled in is zero and adds nothing.
      const encoded = kernel.allocate(2 * terms * ENCODED_BYTES);
      const numbers = kernel.allocate(2 * terms * NUMBER_BYTES);
      const bytes = kernel.bytes(encoded, 2 * terms * ENCODED_BYTES).fill(0);
      const operands = kernel.words(this.#operands, 2 * terms).fill(this.#witness);
      const rowLengths = kernel.words(this.#rowLengths, rows.length);
      let term = 0;
      rows.forEach(({ lanes }, row) => {
        lanes.forEach((entries, lane) =>
          entries.forEach(({ variable, value }, index) => {
            const place = 2 * (term + index) + lane;
            bytes.set(value, place * ENCODED_BYTES);
            operands[place] = this.#witness + variable * NUMBER_BYTES;
          }),
        );
        rowLengths[row] = Math.max(lanes[0].length, lanes[1].length);
        term += rowLengths[row]!;
      });
      const factor = kernel.allocate(PAIR_BYTES);
      // From value·2^512 to value·2^255: the import divides by 2^255.
      kernel.writePair(factor, closestToZero(modularInverse(4n, FIELD_MODULUS), FIELD_MODULUS));
      kernel.functions.scalarImport(encoded, terms, factor, numbers);
      const pairs = kernel.limbs(this.#coefficients, 2 * terms);
      const limbs = kernel.limbs(numbers, 2 * terms);
      for (let pair = 0; pair < terms; pair++) {
        for (let limb = 0; limb < 5; limb++) {
          pairs[10 * pair + 2 * limb] = limbs[10 * pair + limb]!;
          pairs[10 * pair + 2 * limb + 1] = limbs[10 * pair + 5 + limb]!;
        }
      }
    });
  }

  /** A table of first·base^order(k) for k below the count, in both lanes. */
  #powersOf(base: bigint, count: number, first: bigint, order = (index: number) => index): number {
    const table = this.#kernel.allocate(count * PAIR_BYTES);
    let value = first;
    for (let index = 0; index < count; index++) {
      const place = this.#kernel.limbs(table + order(index) * PAIR_BYTES, 2);
      balancedLimbs(closestToZero(value << MONTGOMERY_BITS, FIELD_MODULUS)).forEach((limb, position) =>
        place.fill(limb, 2 * position, 2 * position + 2),
      );
      value = (value * base) % FIELD_MODULUS;
    }
    return table;
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
      const ab = kernel.allocate(size * PAIR_BYTES);
      const c = kernel.allocate(size * PAIR_BYTES);
      kernel.bytes(encoded, witness.length).set(witness);
      functions.scalarImport(encoded, (this.#variables + 1) >> 1, this.#squareOfMontgomery, this.#witness);

      functions.sumRows(this.#coefficients, this.#operands, this.#rowLengths, size, ab);
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
      splitStage(elements, blocks, half, this.#inverseRoots, blocks * PAIR_BYTES);
    }
    multiplyEach(elements, this.#toCoset, size);
    for (let half = 1, blocks = size / 2; blocks >= 1; half *= 2, blocks /= 2) {
      joinStage(elements, blocks, half, this.#roots, blocks * PAIR_BYTES);
    }
  }
}

interface Term {
  readonly variable: number;
  readonly value: Uint8Array;
}

/** A row's entries of A in lane 0, of B in lane 1. */
interface Row {
  readonly lanes: readonly [Term[], Term[]];
}

function arrangeInLanes(matrices: ConstraintMatrices): Row[] {
  const rows = Array.from({ length: matrices.domainSize }, (): Row => ({ lanes: [[], []] }));
  for (const { matrix, row, variable, value } of coefficientsOf(matrices)) {
    rows[row]!.lanes[matrix === 0 ? 0 : 1].push({ variable, value });
  }
  return rows;
}
