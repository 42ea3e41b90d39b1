// The quadratic extension Fq[i]/(i² + 1) that G2's coordinates live in, on two independent elements at once.
// An element's pair in memory is the pair of its real parts, then the pair of its imaginary parts.
import { i32, v128, type Callable, type Code, type ModuleWriter } from "./assembler.ts";
import type { LimbInstructions } from "./arithmetic.ts";
import type { FieldFunctions, PrimeField } from "./field.ts";

/** Writes arithmetic in the extension field into the module. Products are at most 0.8·|left|·|right|/p + p/2. */
export class QuadraticExtension implements FieldFunctions {
  readonly modulus: bigint;
  readonly limbs: LimbInstructions;
  readonly pairBytes: number;
  readonly numbers = 2;
  readonly multiply: Callable;
  readonly square: Callable;
  readonly reduce: Callable;
  readonly invert: Callable;
  readonly one: number;

  // oxlint-disable-next-line max-lines-per-function -- declares the functions of the extension in the order in which they call each other
  constructor(module: ModuleWriter, name: string, base: PrimeField) {
    this.modulus = base.modulus;
    this.limbs = base.limbs;
    this.pairBytes = 2 * base.pairBytes;
    const { add, subtract } = base.limbs;
    const imaginaryOffset = base.pairBytes;
    /** Limb by limb, `combine` of two pairs in memory. */
    const combined = (
      result: Code,
      resultOffset: number,
      combine: (limb: (address: Code, offset: number) => Code) => Code,
    ): Code =>
      base.each((limbOffset) =>
        v128.store(
          result,
          combine((address, offset) => v128.load(address, offset + limbOffset)),
          resultOffset + limbOffset,
        ),
      );
    const scratch = module.reserveBytes(4 * base.pairBytes);
    const at = (index: number): Code => i32.constant(scratch + index * base.pairBytes);
    const imaginary = (address: Code): Code => i32.add(address, i32.constant(imaginaryOffset));
    const zero = module.constant(0n);

    this.one = module.reserveBytes(2 * base.pairBytes);
    module.copyConstants(this.one, base.one, base.pairBytes);

    // Four products, but only two reductions, which cost as much as a product each.
    const part = (which: "real" | "imaginary"): Callable =>
      module.function(undefined, ["i32", "i32", "i32"], [], (writer, result, left, right) => {
        const columns = base.newColumns(writer);
        const [first, second] = which === "real" ? [0, imaginaryOffset] : [imaginaryOffset, 0];
        const code = [
          columns.start(),
          base.arithmetic.addProduct(writer, columns, {
            left: left.get,
            leftOffset: 0,
            right: right.get,
            rightOffset: first,
          }),
          base.arithmetic.addProduct(writer, columns, {
            left: left.get,
            leftOffset: imaginaryOffset,
            right: right.get,
            rightOffset: second,
            negative: which === "real",
          }),
          base.arithmetic.storeReduced(writer, columns, result.get),
        ];
        columns.fillStarts();
        return code;
      });
    const realPart = part("real");
    const imaginaryPart = part("imaginary");
    this.multiply = module.function(
      `${name}Multiply`,
      ["i32", "i32", "i32"],
      [],
      (_, product, left, right) => [
        // The result may be one of the factors: its real part is written last.
        realPart.call(at(0), left.get, right.get),
        imaginaryPart.call(imaginary(product.get), left.get, right.get),
        combined(product.get, 0, (limb) => limb(at(0), 0)),
      ],
    );

    // (a + bi)² = (a + b)(a − b) + 2ab·i
    this.square = module.function(`${name}Square`, ["i32", "i32"], [], (_, result, factor) => [
      combined(at(0), 0, (limb) => add(limb(factor.get, 0), limb(factor.get, imaginaryOffset))),
      combined(at(1), 0, (limb) => subtract(limb(factor.get, 0), limb(factor.get, imaginaryOffset))),
      combined(at(2), 0, (limb) => add(limb(factor.get, 0), limb(factor.get, 0))),
      base.multiply.call(imaginary(result.get), at(2), imaginary(factor.get)),
      base.multiply.call(result.get, at(0), at(1)),
    ]);

    this.reduce = module.function(`${name}Reduce`, ["i32", "i32"], [], (_, result, value) => [
      base.reduce.call(result.get, value.get),
      base.reduce.call(imaginary(result.get), imaginary(value.get)),
    ]);

    // Limb by limb, then reduced: sums and differences may go into products at once.
    const reducing = (suffix: string, combine: (left: Code, right: Code) => Code): Callable =>
      module.function(`${name}${suffix}`, ["i32", "i32", "i32"], [], (_, result, left, right) => [
        [0, imaginaryOffset].map((offset) =>
          combined(result.get, offset, (limb) => combine(limb(left.get, offset), limb(right.get, offset))),
        ),
        this.reduce.call(result.get, result.get),
      ]);
    reducing("Add", add);
    reducing("Subtract", subtract);

    // 1/(a + bi) = (a − bi)/(a² + b²)
    this.invert = module.function(`${name}Invert`, ["i32", "i32"], [], (_, result, value) => [
      base.square.call(at(0), value.get),
      base.square.call(at(1), imaginary(value.get)),
      combined(at(0), 0, (limb) => add(limb(at(0), 0), limb(at(1), 0))),
      base.reduce.call(at(0), at(0)),
      base.invert.call(at(1), at(0)),
      base.multiply.call(result.get, value.get, at(1)),
      base.multiply.call(imaginary(result.get), imaginary(value.get), at(1)),
      combined(result.get, imaginaryOffset, (limb) => subtract(zero, limb(result.get, imaginaryOffset))),
    ]);
  }

  each(body: (offset: number, index: number) => Code): Code {
    return Array.from({ length: this.numbers * this.limbs.layout.limbs }, (_, index) =>
      body(16 * index, index),
    );
  }
}
