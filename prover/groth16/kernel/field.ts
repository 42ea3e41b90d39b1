// A prime field over either arithmetic: what `fused-arithmetic.ts` and `integer-arithmetic.ts` have in common.
import { Columns, type FieldArithmetic, type LimbInstructions } from "./arithmetic.ts";
import {
  i32,
  repeat,
  v128,
  when,
  type Callable,
  type Code,
  type FunctionWriter,
  type ModuleWriter,
} from "./assembler.ts";
import { balancedLimbs, closestToZero } from "./layout.ts";

/** The functions of one field. All take addresses of pairs: two numbers in lanes. */
export interface FieldFunctions {
  readonly modulus: bigint;
  /** What its numbers are made of. */
  readonly limbs: LimbInstructions;
  /** Bytes of one element's pair in memory. */
  readonly pairBytes: number;
  /** Numbers that make up one element. */
  readonly numbers: number;
  /** `multiply(product, left, right)`: factors whose limbs are at most a limb's range away from zero. */
  readonly multiply: Callable;
  /** `square(result, factor)`: a balanced factor. */
  readonly square: Callable;
  /** `reduce(result, value)`: limbs below twice a limb's range, value below 8p. */
  readonly reduce: Callable;
  /** `invert(result, value)`: 1/value in each lane; zero where the value is. */
  readonly invert: Callable;
  /** The number one in both lanes, in Montgomery form. */
  readonly one: number;
  /** The code for each limb of an element, by its offset in the element's pair and its index. */
  each(body: (offset: number, index: number) => Code): Code;
}

/** Writes arithmetic modulo a prime into the module. */
export class PrimeField implements FieldFunctions {
  readonly modulus: bigint;
  readonly arithmetic: FieldArithmetic;
  readonly limbs: LimbInstructions;
  readonly pairBytes: number;
  readonly numbers = 1;
  readonly multiply: Callable;
  readonly square: Callable;
  readonly reduce: Callable;
  readonly invert: Callable;
  readonly one: number;
  readonly #module: ModuleWriter;

  constructor(module: ModuleWriter, name: string, modulus: bigint, arithmetic: FieldArithmetic) {
    this.#module = module;
    this.modulus = modulus;
    this.arithmetic = arithmetic;
    this.limbs = arithmetic.limbs;
    const { layout, bitsOf } = arithmetic.limbs;
    this.pairBytes = layout.pairBytes;

    this.one = module.reservedBytes;
    for (const limb of balancedLimbs(closestToZero(1n << layout.montgomeryBits, modulus), layout)) {
      module.constant(bitsOf(limb));
    }

    this.multiply = module.function(
      `${name}Multiply`,
      ["i32", "i32", "i32"],
      [],
      (writer, product, left, right) => {
        const columns = this.newColumns(writer);
        const code = [
          columns.start(),
          arithmetic.addProduct(writer, columns, {
            left: left.get,
            leftOffset: 0,
            right: right.get,
            rightOffset: 0,
          }),
          arithmetic.storeReduced(writer, columns, product.get),
        ];
        columns.fillStarts();
        return code;
      },
    );
    this.square = module.function(`${name}Square`, ["i32", "i32"], [], (writer, result, factor) => {
      const columns = this.newColumns(writer);
      const code = [
        columns.start(),
        arithmetic.addSquare(writer, columns, factor.get),
        arithmetic.storeReduced(writer, columns, result.get),
      ];
      columns.fillStarts();
      return code;
    });
    this.reduce = module.function(`${name}Reduce`, ["i32", "i32"], [], (writer, result, value) => {
      const number = writer.locals("v128", layout.limbs);
      return [
        number.map((limb, index) => limb.set(v128.load(value.get, 16 * index))),
        arithmetic.reduceVariables(writer, number),
        number.map((limb, index) => v128.store(result.get, limb.get, 16 * index)),
      ];
    });
    this.invert = this.#writeInvert(module, name);
  }

  each(body: (offset: number, index: number) => Code): Code {
    return Array.from({ length: this.limbs.layout.limbs }, (_, index) => body(16 * index, index));
  }

  newColumns(writer: FunctionWriter): Columns {
    return new Columns(this.#module, writer, this.limbs.layout);
  }

  /** Fermat: 1/a = a^(p − 2), four bits of the exponent at a time. */
  #writeInvert(module: ModuleWriter, name: string): Callable {
    const digits = [...(this.modulus - 2n).toString(16)].map((digit) => parseInt(digit, 16));
    const powers = module.reserveBytes(16 * this.pairBytes);
    const exponent = module.reservedBytes;
    for (const digit of digits) module.constant(BigInt(digit * this.pairBytes));
    const at = (index: number): Code => i32.constant(powers + index * this.pairBytes);
    return module.function(`${name}Invert`, ["i32", "i32"], [], (writer, result, value) => {
      const digit = writer.local("i32");
      const power = writer.local("i32");
      return [
        Array.from({ length: this.limbs.layout.limbs }, (_, index) => [
          v128.store(at(0), v128.load(i32.constant(this.one), 16 * index), 16 * index),
          v128.store(at(1), v128.load(value.get, 16 * index), 16 * index),
        ]),
        Array.from({ length: 14 }, (_, index) => this.multiply.call(at(index + 2), at(index + 1), at(1))),
        Array.from({ length: this.limbs.layout.limbs }, (_, index) =>
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
