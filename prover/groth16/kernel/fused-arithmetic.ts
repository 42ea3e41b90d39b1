// Arithmetic modulo a 254-bit prime on two independent numbers at once, one in each lane of a vector, in floating point.
//
// A number is five limbs of 51 bits, kept as whole numbers: a fused multiply-add is the widest multiplication that
// WebAssembly has, and gives the upper and the lower half of a limb product exactly (see `#product`).
// Limbs are signed: a number is balanced when each limb is at most 2^50 away from zero, so the difference of two
// balanced numbers is a valid factor without carrying. Values are in Montgomery form with R = 2^255 and lie anywhere
// between −p and p, more where a comment says so; `reduceVariables` brings them to at most p/2 away from zero.
import { modularInverse } from "../../../circuits/field.ts";
import { Columns, type Factors, type FieldArithmetic, type LimbInstructions } from "./arithmetic.ts";
import {
  f64,
  f64x2,
  i64,
  i64x2,
  v128,
  type Code,
  type FunctionWriter,
  type ModuleWriter,
  type Variable,
} from "./assembler.ts";
import { balancedLimbs, closestToZero, LAYOUTS } from "./layout.ts";

const LAYOUT = LAYOUTS.fused;
const { limbBits: LIMB_BITS, limbs: LIMBS } = LAYOUT;
const LIMB = 1n << BigInt(LIMB_BITS);

/** The bits of a number in floating point. */
function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

const INSTRUCTIONS: LimbInstructions = {
  layout: LAYOUT,
  bitsOf,
  add: f64x2.add,
  subtract: f64x2.subtract,
  signOf: (negative) => i64.shiftLeft(negative, i64.constant(63n)),
  negated: v128.xor,
  // Zero may be negative zero, which has a bit set until zero is added to it.
  bitsIfNotZero: (module, limb) => f64x2.add(limb, module.constant(0n)),
  fromIntegers: (low, high) => f64x2.replaceLane(f64x2.splat(f64.fromSigned(low)), 1, f64.fromSigned(high)),
  toInteger: (limb, lane) => f64.toSigned(f64x2.extractLane(limb, lane)),
};

// Adding 3·2^102 to a product of at most 2^102 gives a float whose last bit weighs 2^51: its mantissa counts the
// product's upper half, rounded. Subtracting that half and adding 3·2^51 gives one whose last bit weighs 1: the
// mantissa counts what is left over, exactly. So the raw bits of both floats can be summed as integers.
const UPPER = 3 * 2 ** 102;
const LOWER = 3 * 2 ** 51;

// Keeps sums positive, so that an unsigned shift carries: one unit of bias is 2^62 in one limb and −2^11 in the next.
const BIAS = 1n << 62n;
const CARRIED_BIAS = BIAS >> BigInt(LIMB_BITS);
const HALF_LIMB = LIMB >> 1n;

// Rounds to a whole number what is added to it and taken away again.
const ROUNDER = 3 * 2 ** 51;

/** Products by fused multiply-add, which only relaxed SIMD has. */
export class FusedArithmetic implements FieldArithmetic {
  readonly limbs = INSTRUCTIONS;
  readonly #module: ModuleWriter;
  readonly #modulusLimbs: readonly Code[];
  readonly #negativeModulusLimbs: readonly Code[];
  readonly #foldedLimbs: readonly (readonly Code[])[];
  readonly #negativeInverse: Code;
  readonly #limbsPerModulus: Code;
  readonly #upper: Code;
  readonly #both: Code;
  readonly #lower: Code;
  readonly #limbMask: Code;
  readonly #wholeBits: Code;
  readonly #whole: Code;
  readonly #rounder: Code;
  readonly #perLimb: Code;
  readonly #minusLimb: Code;

  constructor(module: ModuleWriter, modulus: bigint) {
    this.#module = module;
    const float = (value: number) => module.constant(bitsOf(value));
    const limbs = (value: bigint) => balancedLimbs(value, LAYOUT).map(float);
    this.#modulusLimbs = limbs(modulus);
    this.#negativeModulusLimbs = limbs(-modulus);
    // 2^(51·(i − 3)) for the three lowest columns i: what a unit there is worth three columns further up.
    this.#foldedLimbs = [0, 1, 2].map((column) =>
      limbs(closestToZero(modularInverse(1n << BigInt(LIMB_BITS * (3 - column)), modulus), modulus)),
    );
    this.#negativeInverse = float(Number(closestToZero(-modularInverse(modulus, LIMB), LIMB)));
    this.#limbsPerModulus = float(2 ** (LIMB_BITS * (LIMBS - 1)) / Number(modulus));
    this.#upper = float(UPPER);
    this.#both = float(UPPER + LOWER);
    this.#lower = float(LOWER);
    this.#limbMask = module.constant(LIMB - 1n);
    this.#wholeBits = module.constant(bitsOf(2 ** 52));
    this.#whole = float(2 ** 52 + 2 ** 50);
    this.#rounder = float(ROUNDER);
    this.#perLimb = float(2 ** -LIMB_BITS);
    this.#minusLimb = float(-(2 ** LIMB_BITS));
  }

  /** Adds a product of two limbs to two columns. */
  #product(columns: Columns, upper: Variable, left: Code, right: Code, column: number): Code {
    columns.offset(column + 1, bitsOf(UPPER));
    columns.offset(column, bitsOf(LOWER));
    return [
      upper.set(f64x2.multiplyAdd(left, right, this.#upper)),
      columns.add(column + 1, upper.get),
      columns.add(column, f64x2.multiplyAdd(left, right, f64x2.subtract(this.#both, upper.get))),
    ];
  }

  /** Adds the product of two numbers in memory to the columns. */
  addProduct(
    writer: FunctionWriter,
    columns: Columns,
    { left, leftOffset, right, rightOffset, negative = false }: Factors,
  ): Code {
    const limbs = writer.locals("v128", LIMBS);
    const other = writer.local("v128");
    const upper = writer.local("v128");
    const load = v128.load;
    const signed = (limb: Code): Code => (negative ? v128.xor(limb, this.#module.constant(1n << 63n)) : limb);
    return [
      limbs.map((limb, index) => limb.set(load(left, leftOffset + 16 * index))),
      limbs.map((_, row) => [
        other.set(signed(load(right, rightOffset + 16 * row))),
        limbs.map((limb, index) => this.#product(columns, upper, limb.get, other.get, row + index)),
      ]),
    ];
  }

  /** Adds the square of a balanced number: products of different limbs count twice, so one factor is doubled. */
  addSquare(writer: FunctionWriter, columns: Columns, factor: Code): Code {
    const limbs = writer.locals("v128", LIMBS);
    const doubled = writer.local("v128");
    const upper = writer.local("v128");
    return [
      limbs.map((limb, index) => limb.set(v128.load(factor, 16 * index))),
      limbs.map((limb, row) => [
        this.#product(columns, upper, limb.get, limb.get, 2 * row),
        doubled.set(f64x2.add(limb.get, limb.get)),
        limbs
          .slice(row + 1)
          .map((other, index) => this.#product(columns, upper, doubled.get, other.get, 2 * row + 1 + index)),
      ]),
    ];
  }

  /** The column's lowest limb as a balanced whole number. */
  #lowestLimb(column: Code): Code {
    return f64x2.subtract(v128.or(v128.and(column, this.#limbMask), this.#wholeBits), this.#whole);
  }

  /** Moves what a column holds above its lowest limb into the next one. */
  #carry(columns: Columns, column: number): Code {
    columns.offset(column, -BIAS - HALF_LIMB);
    columns.offset(column + 1, CARRIED_BIAS);
    return columns.add(column + 1, i64x2.shiftRight(columns.variables[column]!.get, LIMB_BITS));
  }

  /** Divides what the columns hold by R, modulo p, and stores it balanced: at most p/2 more than the exact quotient. */
  storeReduced(writer: FunctionWriter, columns: Columns, result: Code): Code {
    const low = writer.locals("v128", 3);
    const upper = writer.local("v128");
    const quotient = writer.local("v128");
    const column = columns.variables;
    return [
      // The three lowest columns are folded into those above, all at once: no product waits for another.
      low.map((limb, index) => [limb.set(this.#lowestLimb(column[index]!.get)), this.#carry(columns, index)]),
      low.map((limb, index) =>
        this.#foldedLimbs[index]!.map((folded, position) =>
          this.#product(columns, upper, limb.get, folded, 3 + position),
        ),
      ),
      // Two steps of Montgomery's reduction clear the next two, and shrink what the folding left too large.
      [3, 4].map((index) => [
        quotient.set(this.#lowestLimb(column[index]!.get)),
        upper.set(f64x2.multiplyAdd(quotient.get, this.#negativeInverse, this.#upper)),
        quotient.set(
          f64x2.subtract(
            f64x2.multiplyAdd(quotient.get, this.#negativeInverse, f64x2.subtract(this.#both, upper.get)),
            this.#lower,
          ),
        ),
        this.#modulusLimbs.map((limb, position) =>
          this.#product(columns, upper, quotient.get, limb, index + position),
        ),
        this.#carry(columns, index),
      ]),
      [5, 6, 7, 8].map((index) => [
        v128.store(result, this.#lowestLimb(column[index]!.get), 16 * (index - LIMBS)),
        this.#carry(columns, index),
      ]),
      this.#storeHighestLimb(columns, result),
    ];
  }

  #storeHighestLimb(columns: Columns, result: Code): Code {
    columns.offset(9, -bitsOf(LOWER));
    return v128.store(result, f64x2.subtract(columns.variables[9]!.get, this.#lower), 16 * (LIMBS - 1));
  }

  /** Balances a number and brings it to at most p/2 away from zero; its limbs are below 2^52, its value below 8p. */
  reduceVariables(writer: FunctionWriter, number: readonly Variable[]): Code {
    const multiple = writer.local("v128");
    const round = (value: Code, factor: Code): Code =>
      f64x2.subtract(f64x2.multiplyAdd(value, factor, this.#rounder), this.#rounder);
    return [
      multiple.set(round(number[LIMBS - 1]!.get, this.#limbsPerModulus)),
      number.map((limb, index) =>
        limb.set(f64x2.multiplyAdd(multiple.get, this.#negativeModulusLimbs[index]!, limb.get)),
      ),
      number.slice(0, -1).map((limb, index) => {
        const next = number[index + 1]!;
        return [
          multiple.set(round(limb.get, this.#perLimb)),
          limb.set(f64x2.multiplyAdd(multiple.get, this.#minusLimb, limb.get)),
          next.set(f64x2.add(next.get, multiple.get)),
        ];
      }),
    ];
  }
}
