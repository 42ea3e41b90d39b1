// The quadratic extension Fq[i]/(i² + 1) that G2's coordinates live in, on two independent elements at once.
// An element's pair in memory is the pair of its real parts, then the pair of its imaginary parts.
import { f64x2, i32, v128, type Callable, type Code, type ModuleWriter } from "./assembler.ts";
import { LIMBS, PAIR_BYTES, type FieldFunctions, type PrimeField } from "./field.ts";

const IMAGINARY = PAIR_BYTES;

/** Limb by limb, `combine` of two pairs in memory. */
function combined(
  result: Code,
  resultOffset: number,
  combine: (limb: (address: Code, offset: number) => Code) => Code,
): Code {
  return Array.from({ length: LIMBS }, (_, index) =>
    v128.store(
      result,
      combine((address, offset) => v128.load(address, offset + 16 * index)),
      resultOffset + 16 * index,
    ),
  );
}

/** Writes arithmetic in the extension field into the module. Products are at most 0.8·|left|·|right|/p + p/2. */
export class QuadraticExtension implements FieldFunctions {
  readonly modulus: bigint;
  readonly pairBytes = 2 * PAIR_BYTES;
  readonly numbers = 2;
  readonly multiply: Callable;
  readonly square: Callable;
  readonly reduce: Callable;
  readonly invert: Callable;
  readonly one: number;

  // oxlint-disable-next-line max-lines-per-function -- declares the functions of the extension in the order in which they call each other
  constructor(module: ModuleWriter, name: string, base: PrimeField) {
    this.modulus = base.modulus;
    const scratch = module.reserveBytes(4 * PAIR_BYTES);
    const at = (index: number): Code => i32.constant(scratch + index * PAIR_BYTES);
    const imaginary = (address: Code): Code => i32.add(address, i32.constant(IMAGINARY));
    const zero = module.constant(0n);

    this.one = module.reserveBytes(2 * PAIR_BYTES);
    module.copyConstants(this.one, base.one, PAIR_BYTES);

    // Four products, but only two reductions, which cost as much as a product each.
    const part = (which: "real" | "imaginary"): Callable =>
      module.function(undefined, ["i32", "i32", "i32"], [], (writer, result, left, right) => {
        const columns = base.newColumns(writer);
        const [first, second] = which === "real" ? [0, IMAGINARY] : [IMAGINARY, 0];
        const code = [
          columns.start(),
          base.addProduct(writer, columns, left.get, 0, right.get, first),
          base.addProduct(writer, columns, left.get, IMAGINARY, right.get, second, which === "real"),
          base.storeReduced(writer, columns, result.get, 0),
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
      combined(at(0), 0, (limb) => f64x2.add(limb(factor.get, 0), limb(factor.get, IMAGINARY))),
      combined(at(1), 0, (limb) => f64x2.subtract(limb(factor.get, 0), limb(factor.get, IMAGINARY))),
      combined(at(2), 0, (limb) => f64x2.add(limb(factor.get, 0), limb(factor.get, 0))),
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
        [0, IMAGINARY].map((offset) =>
          combined(result.get, offset, (limb) => combine(limb(left.get, offset), limb(right.get, offset))),
        ),
        this.reduce.call(result.get, result.get),
      ]);
    reducing("Add", f64x2.add);
    reducing("Subtract", f64x2.subtract);

    // 1/(a + bi) = (a − bi)/(a² + b²)
    this.invert = module.function(`${name}Invert`, ["i32", "i32"], [], (_, result, value) => [
      base.square.call(at(0), value.get),
      base.square.call(at(1), imaginary(value.get)),
      combined(at(0), 0, (limb) => f64x2.add(limb(at(0), 0), limb(at(1), 0))),
      base.reduce.call(at(0), at(0)),
      base.invert.call(at(1), at(0)),
      base.multiply.call(result.get, value.get, at(1)),
      base.multiply.call(imaginary(result.get), imaginary(value.get), at(1)),
      combined(result.get, IMAGINARY, (limb) => f64x2.subtract(zero, limb(result.get, IMAGINARY))),
    ]);
  }
}
