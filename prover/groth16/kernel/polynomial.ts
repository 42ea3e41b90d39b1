// Polynomials by their values or coefficients, two at once: element k of both is a pair, one polynomial in each lane.
import { f64x2, i32, repeat, v128, type Code, type ModuleWriter } from "./assembler.ts";
import { LIMBS, NUMBER_BYTES, PAIR_BYTES, type PrimeField } from "./field.ts";

const limbs = (body: (offset: number, index: number) => Code): Code =>
  Array.from({ length: LIMBS }, (_, index) => body(16 * index, index));

const pairAt = (base: Code, index: Code): Code =>
  i32.add(base, i32.multiply(index, i32.constant(PAIR_BYTES)));

/** Writes what turns a witness into the scalars of the quotient polynomial; each function says what it does. */
export function writePolynomials(module: ModuleWriter, field: PrimeField): void {
  writeSumRows(module, field);
  writeButterflies(module, field);
  writeMultiplyEach(module, field);
  writeMultiplyLanes(module, field);
  writeQuotient(module, field);
}

/**
 * `sumRows(coefficients, variables, rowLengths, rows, to)`: for each row and in each lane the sum of coefficient times variable.
 *
 * Coefficients are pairs; `variables` has the addresses of two numbers for each, `rowLengths` the number of
 * pairs in each row.
 */
function writeSumRows(module: ModuleWriter, field: PrimeField): void {
  const factorPlace = module.reserveBytes(PAIR_BYTES);
  const factor = i32.constant(factorPlace);
  module.function(
    "sumRows",
    ["i32", "i32", "i32", "i32", "i32"],
    [],
    (writer, coefficients, variables, rowLengths, rows, to) => {
      const row = writer.local("i32");
      const term = writer.local("i32");
      const terms = writer.local("i32");
      const low = writer.local("i32");
      const high = writer.local("i32");
      const sum = writer.locals("v128", LIMBS);
      return repeat(row, rows.get, [
        sum.map((limb) => limb.set(module.constant(0n))),
        terms.set(i32.load(i32.add(rowLengths.get, i32.shiftLeft(row.get, i32.constant(2))))),
        repeat(term, terms.get, [
          low.set(i32.load(variables.get, 0)),
          high.set(i32.load(variables.get, 4)),
          limbs((offset, index) =>
            v128.store(
              factor,
              v128.loadLane(high.get, v128.loadLow(low.get, 8 * index), 1, 8 * index),
              offset,
            ),
          ),
          field.multiply.call(factor, factor, coefficients.get),
          limbs((offset, index) => sum[index]!.set(f64x2.add(sum[index]!.get, v128.load(factor, offset)))),
          field.reduceVariables(writer, sum),
          coefficients.set(i32.add(coefficients.get, i32.constant(PAIR_BYTES))),
          variables.set(i32.add(variables.get, i32.constant(8))),
        ]),
        limbs((offset, index) => v128.store(pairAt(to.get, row.get), sum[index]!.get, offset)),
      ]);
    },
  );
}

/**
 * One stage of a Fourier transform over blocks of `2·half` elements; `roots` holds pairs of w^k, `stride` bytes apart.
 *
 * `splitStage` (u, v) → (u + v, (u − v)·w^k), from natural towards bit-reversed order;
 * `joinStage` (u, v) → (u + v·w^k, u − v·w^k), back.
 */
function writeButterflies(module: ModuleWriter, field: PrimeField): void {
  const { multiply, reduce } = field;
  const workPlace = module.reserveBytes(PAIR_BYTES);
  const work = i32.constant(workPlace);
  const write = (name: string, multiplyFirst: boolean) =>
    module.function(
      name,
      ["i32", "i32", "i32", "i32", "i32"],
      [],
      (writer, elements, blocks, half, roots, stride) => {
        const block = writer.local("i32");
        const index = writer.local("i32");
        const upper = writer.local("i32");
        const lower = writer.local("i32");
        const root = writer.local("i32");
        const difference = limbs((offset) =>
          v128.store(
            work,
            f64x2.subtract(v128.load(upper.get, offset), v128.load(lower.get, offset)),
            offset,
          ),
        );
        const sum = limbs((offset) =>
          v128.store(
            upper.get,
            f64x2.add(v128.load(upper.get, offset), v128.load(lower.get, offset)),
            offset,
          ),
        );
        return repeat(block, blocks.get, [
          upper.set(pairAt(elements.get, i32.multiply(block.get, i32.shiftLeft(half.get, i32.constant(1))))),
          lower.set(pairAt(upper.get, half.get)),
          root.set(roots.get),
          repeat(index, half.get, [
            multiplyFirst ? multiply.call(lower.get, lower.get, root.get) : [],
            difference,
            sum,
            reduce.call(upper.get, upper.get),
            multiplyFirst ? reduce.call(lower.get, work) : multiply.call(lower.get, work, root.get),
            upper.set(i32.add(upper.get, i32.constant(PAIR_BYTES))),
            lower.set(i32.add(lower.get, i32.constant(PAIR_BYTES))),
            root.set(i32.add(root.get, stride.get)),
          ]),
        ]);
      },
    );
  write("splitStage", false);
  write("joinStage", true);
}

/** `multiplyEach(elements, factors, count)`: each pair times the factor at its place. */
function writeMultiplyEach(module: ModuleWriter, field: PrimeField): void {
  module.function("multiplyEach", ["i32", "i32", "i32"], [], (writer, elements, factors, count) => {
    const index = writer.local("i32");
    const element = pairAt(elements.get, index.get);
    return repeat(index, count.get, field.multiply.call(element, element, pairAt(factors.get, index.get)));
  });
}

/** `multiplyLanes(from, to, count)`: in both lanes the product of an element's two lanes. */
function writeMultiplyLanes(module: ModuleWriter, field: PrimeField): void {
  const swappedPlace = module.reserveBytes(PAIR_BYTES);
  const swapped = i32.constant(swappedPlace);
  module.function("multiplyLanes", ["i32", "i32", "i32"], [], (writer, from, to, count) => {
    const index = writer.local("i32");
    const source = writer.local("i32");
    return repeat(index, count.get, [
      source.set(pairAt(from.get, index.get)),
      limbs((offset) => v128.store(swapped, v128.swapLanes(v128.load(source.get, offset)), offset)),
      field.multiply.call(pairAt(to.get, index.get), source.get, swapped),
    ]);
  });
}

/** `quotient(products, subtrahends, to, count)`: lane 0 of each difference, as numbers one after another. */
function writeQuotient(module: ModuleWriter, field: PrimeField): void {
  const workPlace = module.reserveBytes(PAIR_BYTES);
  const work = i32.constant(workPlace);
  module.function(
    "quotient",
    ["i32", "i32", "i32", "i32"],
    [],
    (writer, products, subtrahends, to, count) => {
      const index = writer.local("i32");
      const number = i32.add(to.get, i32.multiply(index.get, i32.constant(NUMBER_BYTES)));
      return repeat(index, count.get, [
        limbs((offset) =>
          v128.store(
            work,
            f64x2.subtract(
              v128.load(pairAt(products.get, index.get), offset),
              v128.load(pairAt(subtrahends.get, index.get), offset),
            ),
            offset,
          ),
        ),
        field.reduce.call(work, work),
        limbs((offset, limb) => v128.storeLane(number, v128.load(work, offset), 0, 8 * limb)),
      ]);
    },
  );
}
