// oxlint-disable max-lines -- one field: each operation relies on the bounds that the one before it leaves
// Arithmetic modulo a 254-bit prime on two independent numbers at once, one in each lane of a vector.
//
// A number is five limbs of 51 bits, kept as whole numbers in floating point: a fused multiply-add is the widest
// multiplication that WebAssembly has, and gives the upper and the lower half of a limb product exactly (see `product`).
// Limbs are signed: a number is balanced when each limb is at most 2^50 away from zero, so the difference of two
// balanced numbers is a valid factor without carrying. Values are in Montgomery form with R = 2^255 and lie anywhere
// between −p and p, more where a comment says so; `reduce` brings them to at most p/2 away from zero.
import { modularInverse } from "../../../circuits/field.ts";
import {
  f64x2,
  i32,
  i64x2,
  repeat,
  v128,
  when,
  type Callable,
  type Code,
  type FunctionWriter,
  type ModuleWriter,
  type Variable,
} from "./assembler.ts";

export const LIMB_BITS = 51;
export const LIMBS = 5;

/** Bytes of one number in memory: five limbs of eight bytes. */
export const NUMBER_BYTES = 8 * LIMBS;
/** Bytes of two numbers in lanes: limb by limb, the number of lane 0 in front. */
export const PAIR_BYTES = 2 * NUMBER_BYTES;

/** The factor of Montgomery form. */
export const MONTGOMERY_BITS = BigInt(LIMB_BITS * LIMBS);

const LIMB = 1n << BigInt(LIMB_BITS);

/** The bits of a number in floating point. */
export function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** The residue that is closest to zero. */
export function closestToZero(value: bigint, modulus: bigint): bigint {
  const residue = ((value % modulus) + modulus) % modulus;
  return 2n * residue > modulus ? residue - modulus : residue;
}

/** Five limbs, all but the last at most 2^50 away from zero. */
export function balancedLimbs(value: bigint): number[] {
  const limbs: number[] = [];
  let rest = value;
  for (let index = 0; index < LIMBS - 1; index++) {
    const limb = closestToZero(rest, LIMB);
    limbs.push(Number(limb));
    rest = (rest - limb) / LIMB;
  }
  return [...limbs, Number(rest)];
}

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

/** Ten columns of a product while it is summed, with the constant that each starts from. */
class Columns {
  readonly variables: readonly Variable[];
  readonly #starts;
  readonly #offsets = new Array<bigint>(2 * LIMBS).fill(0n);

  constructor(module: ModuleWriter, writer: FunctionWriter) {
    this.variables = writer.locals("v128", 2 * LIMBS);
    this.#starts = this.variables.map(() => module.reserveConstant());
  }

  start(): Code {
    return this.variables.map((column, index) =>
      column.set(v128.load(i32.constant(0), this.#starts[index]!.address)),
    );
  }

  add(index: number, value: Code): Code {
    const column = this.variables[index]!;
    return column.set(i64x2.add(column.get, value));
  }

  /** Notes that a column holds this much too much, so that it starts with as much less. */
  offset(index: number, amount: bigint): void {
    this.#offsets[index]! += amount;
  }

  fillStarts(): void {
    this.#starts.forEach((start, index) => start.fill(-this.#offsets[index]!));
  }
}

/** The functions of one field. All take addresses of pairs: two numbers in lanes. */
export interface FieldFunctions {
  readonly modulus: bigint;
  /** Bytes of one element's pair in memory. */
  readonly pairBytes: number;
  /** Numbers that make up one element. */
  readonly numbers: number;
  /** `multiply(product, left, right)`: factors whose limbs are at most 2^51 away from zero. */
  readonly multiply: Callable;
  /** `square(result, factor)`: a balanced factor. */
  readonly square: Callable;
  /** `reduce(result, value)`: limbs below 2^52, value below 8p. */
  readonly reduce: Callable;
  /** `invert(result, value)`: 1/value in each lane; zero where the value is. */
  readonly invert: Callable;
  /** The number one in both lanes, in Montgomery form. */
  readonly one: number;
}

/** Writes arithmetic modulo a prime into the module. */
export class PrimeField implements FieldFunctions {
  readonly modulus: bigint;
  readonly pairBytes = PAIR_BYTES;
  readonly numbers = 1;
  readonly multiply: Callable;
  readonly square: Callable;
  readonly reduce: Callable;
  readonly invert: Callable;
  readonly one: number;

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

  // oxlint-disable-next-line max-lines-per-function -- declares the functions of the field in the order in which they call each other
  constructor(module: ModuleWriter, name: string, modulus: bigint) {
    this.#module = module;
    this.modulus = modulus;
    const float = (value: number) => module.constant(bitsOf(value));
    const limbs = (value: bigint) => balancedLimbs(value).map(float);
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

    this.one = module.reservedBytes;
    balancedLimbs(closestToZero(1n << MONTGOMERY_BITS, modulus)).forEach((limb) => float(limb));

    this.multiply = module.function(
      `${name}Multiply`,
      ["i32", "i32", "i32"],
      [],
      (writer, product, left, right) => {
        const columns = new Columns(module, writer);
        const code = [
          columns.start(),
          this.addProduct(writer, columns, left.get, 0, right.get, 0),
          this.storeReduced(writer, columns, product.get, 0),
        ];
        columns.fillStarts();
        return code;
      },
    );
    this.square = module.function(`${name}Square`, ["i32", "i32"], [], (writer, result, factor) => {
      const columns = new Columns(module, writer);
      const code = [
        columns.start(),
        this.#addSquare(writer, columns, factor.get),
        this.storeReduced(writer, columns, result.get, 0),
      ];
      columns.fillStarts();
      return code;
    });
    this.reduce = module.function(`${name}Reduce`, ["i32", "i32"], [], (writer, result, value) => {
      const number = writer.locals("v128", LIMBS);
      return [
        number.map((limb, index) => limb.set(v128.load(value.get, 16 * index))),
        this.reduceVariables(writer, number),
        number.map((limb, index) => v128.store(result.get, limb.get, 16 * index)),
      ];
    });
    this.invert = this.#writeInvert(module, name);
  }

  newColumns(writer: FunctionWriter): Columns {
    return new Columns(this.#module, writer);
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
    left: Code,
    leftOffset: number,
    right: Code,
    rightOffset: number,
    negative = false,
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
  #addSquare(writer: FunctionWriter, columns: Columns, factor: Code): Code {
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
  storeReduced(writer: FunctionWriter, columns: Columns, result: Code, offset: number): Code {
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
        v128.store(result, this.#lowestLimb(column[index]!.get), offset + 16 * (index - LIMBS)),
        this.#carry(columns, index),
      ]),
      this.#storeHighestLimb(columns, result, offset),
    ];
  }

  #storeHighestLimb(columns: Columns, result: Code, offset: number): Code {
    columns.offset(9, -bitsOf(LOWER));
    return v128.store(
      result,
      f64x2.subtract(columns.variables[9]!.get, this.#lower),
      offset + 16 * (LIMBS - 1),
    );
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

  /** Fermat: 1/a = a^(p − 2), four bits of the exponent at a time. */
  #writeInvert(module: ModuleWriter, name: string): Callable {
    const digits = [...(this.modulus - 2n).toString(16)].map((digit) => parseInt(digit, 16));
    const powers = module.reserveBytes(16 * PAIR_BYTES);
    const exponent = module.reservedBytes;
    for (const digit of digits) module.constant(BigInt(digit * PAIR_BYTES));
    const at = (index: number): Code => i32.constant(powers + index * PAIR_BYTES);
    return module.function(`${name}Invert`, ["i32", "i32"], [], (writer, result, value) => {
      const digit = writer.local("i32");
      const power = writer.local("i32");
      return [
        Array.from({ length: LIMBS }, (_, index) => [
          v128.store(at(0), v128.load(i32.constant(this.one), 16 * index), 16 * index),
          v128.store(at(1), v128.load(value.get, 16 * index), 16 * index),
        ]),
        Array.from({ length: 14 }, (_, index) => this.multiply.call(at(index + 2), at(index + 1), at(1))),
        Array.from({ length: LIMBS }, (_, index) =>
          v128.store(result.get, v128.load(i32.constant(this.one), 16 * index), 16 * index),
        ),
        repeat(digit, i32.constant(digits.length), [
          Array.from({ length: 4 }, () => this.square.call(result.get, result.get)),
          power.set(i32.load(i32.multiply(digit.get, i32.constant(16)), exponent)),
          when(
            power.get,
            this.multiply.call(result.get, result.get, i32.add(power.get, i32.constant(powers))),
          ),
        ]),
      ];
    });
  }
}
