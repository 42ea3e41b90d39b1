// Polynomials by their values or coefficients, two at once: element k of both is a pair, one polynomial in each lane.
import { i32, repeat, v128, type Code, type ModuleWriter } from "./assembler.ts";
import type { PrimeField } from "./field.ts";

/** Address of the pair at an index. */
const pairAt = (field: PrimeField, base: Code, index: Code): Code =>
  i32.add(base, i32.multiply(index, i32.constant(field.pairBytes)));

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
  const factorPlace = module.reserveBytes(field.pairBytes);
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
      const sum = writer.locals("v128", field.limbs.layout.limbs);
      return repeat(row, rows.get, [
        sum.map((limb) => limb.set(module.constant(0n))),
        terms.set(i32.load(i32.add(rowLengths.get, i32.shiftLeft(row.get, i32.constant(2))))),
        repeat(term, terms.get, [
          low.set(i32.load(variables.get, 0)),
          high.set(i32.load(variables.get, 4)),
          field.each((offset, index) =>
            v128.store(
              factor,
              v128.loadLane(high.get, v128.loadLow(low.get, 8 * index), 1, 8 * index),
              offset,
            ),
          ),
          field.multiply.call(factor, factor, coefficients.get),
          field.each((offset, index) =>
            sum[index]!.set(field.limbs.add(sum[index]!.get, v128.load(factor, offset))),
          ),
          field.arithmetic.reduceVariables(writer, sum),
          coefficients.set(i32.add(coefficients.get, i32.constant(field.pairBytes))),
          variables.set(i32.add(variables.get, i32.constant(8))),
        ]),
        field.each((offset, index) => v128.store(pairAt(field, to.get, row.get), sum[index]!.get, offset)),
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
  const workPlace = module.reserveBytes(field.pairBytes);
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
        const difference = field.each((offset) =>
          v128.store(
            work,
            field.limbs.subtract(v128.load(upper.get, offset), v128.load(lower.get, offset)),
            offset,
          ),
        );
        const sum = field.each((offset) =>
          v128.store(
            upper.get,
            field.limbs.add(v128.load(upper.get, offset), v128.load(lower.get, offset)),
            offset,
          ),
        );
        return repeat(block, blocks.get, [
          upper.set(
            pairAt(field, elements.get, i32.multiply(block.get, i32.shiftLeft(half.get, i32.constant(1)))),
          ),
          lower.set(pairAt(field, upper.get, half.get)),
          root.set(roots.get),
          repeat(index, half.get, [
            multiplyFirst ? multiply.call(lower.get, lower.get, root.get) : [],
            difference,
            sum,
            reduce.call(upper.get, upper.get),
            multiplyFirst ? reduce.call(lower.get, work) : multiply.call(lower.get, work, root.get),
            upper.set(i32.add(upper.get, i32.constant(field.pairBytes))),
            lower.set(i32.add(lower.get, i32.constant(field.pairBytes))),
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
    const element = pairAt(field, elements.get, index.get);
    return repeat(
      index,
      count.get,
      field.multiply.call(element, element, pairAt(field, factors.get, index.get)),
    );
  });
}

/** `multiplyLanes(from, to, count)`: in both lanes the product of an element's two lanes. */
function writeMultiplyLanes(module: ModuleWriter, field: PrimeField): void {
  const swappedPlace = module.reserveBytes(field.pairBytes);
  const swapped = i32.constant(swappedPlace);
  module.function("multiplyLanes", ["i32", "i32", "i32"], [], (writer, from, to, count) => {
    const index = writer.local("i32");
    const source = writer.local("i32");
    return repeat(index, count.get, [
      source.set(pairAt(field, from.get, index.get)),
      field.each((offset) => v128.store(swapped, v128.swapLanes(v128.load(source.get, offset)), offset)),
      field.multiply.call(pairAt(field, to.get, index.get), source.get, swapped),
    ]);
  });
}

/** `quotient(products, subtrahends, to, count)`: lane 0 of each difference, as numbers one after another. */
function writeQuotient(module: ModuleWriter, field: PrimeField): void {
  const workPlace = module.reserveBytes(field.pairBytes);
  const work = i32.constant(workPlace);
  module.function(
    "quotient",
    ["i32", "i32", "i32", "i32"],
    [],
    (writer, products, subtrahends, to, count) => {
      const index = writer.local("i32");
      const number = i32.add(to.get, i32.multiply(index.get, i32.constant(field.limbs.layout.numberBytes)));
      return repeat(index, count.get, [
        field.each((offset) =>
          v128.store(
            work,
            field.limbs.subtract(
              v128.load(pairAt(field, products.get, index.get), offset),
              v128.load(pairAt(field, subtrahends.get, index.get), offset),
            ),
            offset,
          ),
        ),
        field.reduce.call(work, work),
        field.each((offset, limb) => v128.storeLane(number, v128.load(work, offset), 0, 8 * limb)),
      ]);
    },
  );
}
