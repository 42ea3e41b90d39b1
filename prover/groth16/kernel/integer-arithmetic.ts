// Arithmetic modulo a 254-bit prime on two independent numbers at once, one in each lane of a vector, in integers: for
// browsers that have WebAssembly's SIMD, but not its fused multiply-add.
//
// A number is nine limbs of 29 bits, each a signed integer of 64 bits: the widest product that plain SIMD has is that of
// two integers of 32 bits, whole. Limbs are balanced when they are at most 2^28 away from zero, so the difference of
// two balanced numbers, with limbs of at most 2^29, is a valid factor without carrying. Values are in Montgomery form with
// R = 2^261 and lie anywhere between −p and p; `reduceVariables` brings them to at most p/2 away from zero.
//
// Columns of a product are signed integers of 64 bits. At most a column sums nine products of two limbs, of 2^58 each, twice
// that where an element of the extension is multiplied; seven folded limbs and two steps of Montgomery's reduction
// add 2^56 each, carries less than 2^36: 18·2^58 + 9·2^56 + 2^36 < 2^62.4.
import { modularInverse } from "../../../circuits/field.ts";
import type { Columns, Factors, FieldArithmetic, LimbInstructions } from "./arithmetic.ts";
import {
  i32x4,
  i64,
  i64x2,
  v128,
  type Code,
  type FunctionWriter,
  type ModuleWriter,
  type Variable,
} from "./assembler.ts";
import { balancedLimbs, closestToZero, LAYOUTS } from "./layout.ts";

const LAYOUT = LAYOUTS.integer;
const { limbBits: LIMB_BITS, limbs: LIMBS } = LAYOUT;
const LIMB = 1n << BigInt(LIMB_BITS);
const HALF_LIMB = LIMB >> 1n;

// Keeps sums positive, so that an unsigned shift carries, as plain SIMD's signed one takes four instructions of most
// processors: one unit of bias is 2^63 in one limb and 2^34 in the next.
const BIAS = 1n << 63n;
const CARRIED_BIAS = BIAS >> BigInt(LIMB_BITS);

/** The lowest columns that are folded into those above. The rest up to the ninth is left to Montgomery's reduction. */
const FOLDED = 7;

// The multiple of the modulus in a number is estimated from its highest limb, times 2^48 / (p / 2^232) < 2^27.
const ESTIMATE_BITS = 48;

const INSTRUCTIONS: LimbInstructions = {
  layout: LAYOUT,
  bitsOf: (limb) => BigInt.asUintN(64, BigInt(limb)),
  add: i64x2.add,
  subtract: i64x2.subtract,
  // −x is the complement of x, plus one: both by the same bits, all or none.
  signOf: (negative) => i64.subtract(i64.constant(0n), negative),
  negated: (limb, signs) => i64x2.subtract(v128.xor(limb, signs), signs),
  bitsIfNotZero: (_, limb) => limb,
  fromIntegers: (low, high) => i64x2.replaceLane(i64x2.splat(low), 1, high),
  toInteger: i64x2.extractLane,
};

/** Products by the integers of plain SIMD. */
export class IntegerArithmetic implements FieldArithmetic {
  readonly limbs = INSTRUCTIONS;
  readonly #modulusLimbs: readonly Code[];
  readonly #negativeModulusLimbs: readonly Code[];
  readonly #foldedLimbs: readonly (readonly Code[])[];
  readonly #negativeInverse: Code;
  readonly #multiplesPerLimb: Code;
  readonly #limbMask: Code;
  readonly #halfLimb: Code;
  readonly #estimateBias: Code;
  readonly #carriedEstimateBias: Code;
  readonly #bias: Code;
  readonly #nextBias: Code;
  readonly #carriedBias: Code;

  constructor(module: ModuleWriter, modulus: bigint) {
    const wide = (value: bigint) => module.constant(value);
    // As `i32x4.lowHalves` leaves limbs: both in the lower half of the vector.
    const narrow = (value: bigint) => wide((value << 32n) | BigInt.asUintN(32, value));
    const limbs = (value: bigint) => balancedLimbs(value, LAYOUT).map((limb) => narrow(BigInt(limb)));
    this.#modulusLimbs = limbs(modulus);
    this.#negativeModulusLimbs = limbs(-modulus);
    // 2^(29·(i − 7)) for the lowest columns i: what a unit there is worth seven columns further up.
    this.#foldedLimbs = Array.from({ length: FOLDED }, (_, column) =>
      limbs(closestToZero(modularInverse(1n << BigInt(LIMB_BITS * (FOLDED - column)), modulus), modulus)),
    );
    this.#negativeInverse = narrow(closestToZero(-modularInverse(modulus, LIMB), LIMB));
    const estimate = 1n << BigInt(ESTIMATE_BITS + LIMB_BITS * (LIMBS - 1));
    this.#multiplesPerLimb = narrow((2n * estimate + modulus) / (2n * modulus));
    this.#limbMask = wide(LIMB - 1n);
    this.#halfLimb = wide(HALF_LIMB);
    this.#estimateBias = wide(BIAS + (1n << BigInt(ESTIMATE_BITS - 1)));
    this.#carriedEstimateBias = wide(BIAS >> BigInt(ESTIMATE_BITS));
    this.#bias = wide(BIAS + HALF_LIMB);
    this.#nextBias = wide(BIAS + HALF_LIMB - CARRIED_BIAS);
    this.#carriedBias = wide(CARRIED_BIAS);
  }

  #load(address: Code, offset: number): Code {
    return i32x4.lowHalves(v128.load(address, offset));
  }

  addProduct(
    writer: FunctionWriter,
    columns: Columns,
    { left, leftOffset, right, rightOffset, negative = false }: Factors,
  ): Code {
    const limbs = writer.locals("v128", LIMBS);
    const other = writer.local("v128");
    const product = (limb: Variable): Code => i64x2.productOfLowHalves(limb.get, other.get);
    return [
      limbs.map((limb, index) => limb.set(this.#load(left, leftOffset + 16 * index))),
      limbs.map((_, row) => [
        other.set(this.#load(right, rightOffset + 16 * row)),
        limbs.map((limb, index) =>
          negative ? columns.subtract(row + index, product(limb)) : columns.add(row + index, product(limb)),
        ),
      ]),
    ];
  }

  /** Products of different limbs count twice, so one factor is doubled. */
  addSquare(writer: FunctionWriter, columns: Columns, factor: Code): Code {
    const limbs = writer.locals("v128", LIMBS);
    const doubled = writer.local("v128");
    return [
      limbs.map((limb, index) => limb.set(this.#load(factor, 16 * index))),
      limbs.map((limb, row) => [
        columns.add(2 * row, i64x2.productOfLowHalves(limb.get, limb.get)),
        doubled.set(i32x4.add(limb.get, limb.get)),
        limbs
          .slice(row + 1)
          .map((other, index) =>
            columns.add(2 * row + 1 + index, i64x2.productOfLowHalves(doubled.get, other.get)),
          ),
      ]),
    ];
  }

  /** A column's lowest limb as a balanced integer; columns start with half a limb too much. */
  #lowestLimb(column: Code): Code {
    return i64x2.subtract(v128.and(column, this.#limbMask), this.#halfLimb);
  }

  /** Moves what a column holds above its lowest limb into the next one. */
  #carry(columns: Columns, column: number): Code {
    columns.offset(column, -BIAS - HALF_LIMB);
    columns.offset(column + 1, CARRIED_BIAS);
    return columns.add(column + 1, i64x2.shiftRight(columns.variables[column]!.get, LIMB_BITS));
  }

  storeReduced(writer: FunctionWriter, columns: Columns, result: Code): Code {
    const low = writer.locals("v128", FOLDED);
    const quotient = writer.local("v128");
    const column = columns.variables;
    return [
      // The lowest columns are folded into those above, all at once: no product waits for another.
      low.map((limb, index) => [
        limb.set(i32x4.lowHalves(this.#lowestLimb(column[index]!.get))),
        this.#carry(columns, index),
      ]),
      low.map((limb, index) =>
        this.#foldedLimbs[index]!.map((folded, position) =>
          columns.add(FOLDED + position, i64x2.productOfLowHalves(limb.get, folded)),
        ),
      ),
      // Two steps of Montgomery's reduction clear the next two, and shrink what the folding left too large: 7·2^27·p, of
      // which they leave 7·2^−31·p.
      [FOLDED, FOLDED + 1].map((index) => [
        quotient.set(
          i32x4.multiply(i32x4.lowHalves(this.#lowestLimb(column[index]!.get)), this.#negativeInverse),
        ),
        // The lowest limb of that product, balanced by its own sign.
        quotient.set(i32x4.shiftRightSigned(i32x4.shiftLeft(quotient.get, 32 - LIMB_BITS), 32 - LIMB_BITS)),
        this.#modulusLimbs.map((limb, position) =>
          columns.add(index + position, i64x2.productOfLowHalves(quotient.get, limb)),
        ),
        this.#carry(columns, index),
      ]),
      Array.from({ length: LIMBS - 1 }, (_, index) => [
        v128.store(result, this.#lowestLimb(column[LIMBS + index]!.get), 16 * index),
        this.#carry(columns, LIMBS + index),
      ]),
      v128.store(result, column[2 * LIMBS - 1]!.get, 16 * (LIMBS - 1)),
    ];
  }

  /**
   * Balances a number and brings it to at most p/2 away from zero, and 2^−20·p more: the limbs below the highest, 2^233 at
   * most, are left out where the multiple is estimated. Its limbs are below 2^30, its value below 8p.
   */
  reduceVariables(writer: FunctionWriter, number: readonly Variable[]): Code {
    const multiple = writer.local("v128");
    const highest = number[LIMBS - 1]!;
    return [
      multiple.set(
        i64x2.add(
          i64x2.productOfLowHalves(i32x4.lowHalves(highest.get), this.#multiplesPerLimb),
          this.#estimateBias,
        ),
      ),
      multiple.set(
        i32x4.lowHalves(
          i64x2.subtract(i64x2.shiftRight(multiple.get, ESTIMATE_BITS), this.#carriedEstimateBias),
        ),
      ),
      number.map((limb, index) =>
        limb.set(
          i64x2.add(limb.get, i64x2.productOfLowHalves(multiple.get, this.#negativeModulusLimbs[index]!)),
        ),
      ),
      number
        .slice(0, -1)
        .map((limb, index) => [
          limb.set(i64x2.add(limb.get, index === 0 ? this.#bias : this.#nextBias)),
          number[index + 1]!.set(i64x2.add(number[index + 1]!.get, i64x2.shiftRight(limb.get, LIMB_BITS))),
          limb.set(this.#lowestLimb(limb.get)),
        ]),
      highest.set(i64x2.subtract(highest.get, this.#carriedBias)),
    ];
  }
}
