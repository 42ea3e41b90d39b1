import { FIELD_MODULUS } from "../../../circuits/field.ts";
import type { Assembler, Value } from "./assembler.ts";
import { divide, reduce } from "./field.ts";
import type { Sum } from "./recurrence.ts";

/** How a sum's constant gets into it. */
export interface ConstantPlacement {
  /** Added to the sum itself. */
  readonly added: bigint;
  /** Added to one operand before it is multiplied. */
  readonly inside?: { readonly operand: number; readonly value: bigint };
}

const LARGEST_WORD = 2n ** 256n - 1n;

/**
 * Sums are reduced by the S-box that follows, not before: q is below 2²⁵⁴, so five products fit into a word (5.29·q) and
 * an addition is 3 gas where ADDMOD is 11. Only there is not always room for the constant besides five products. Then it
 * goes inside a product, where MULMOD reduces it: c·x + k = c·(x + k/c). And where neither x nor the sum has room for
 * all of it, a small part of it goes inside, such that the rest fits.
 */
export function placeConstant(
  { coefficients, constant }: Sum,
  operands: readonly Value[],
): ConstantPlacement {
  const largest = (coefficient: bigint, index: number): bigint => {
    if (coefficient === 0n) return 0n;
    return coefficient === 1n ? operands[index]!.maximum : FIELD_MODULUS - 1n;
  };
  const room = coefficients.reduce(
    (left, coefficient, index) => left - largest(coefficient, index),
    LARGEST_WORD,
  );
  if (constant <= room) return { added: constant };

  const products = coefficients.flatMap((coefficient, operand) =>
    coefficient === 0n || coefficient === 1n
      ? []
      : [{ coefficient, operand, room: LARGEST_WORD - operands[operand]!.maximum }],
  );
  for (const { coefficient, operand, room: roomInside } of products) {
    const value = divide(constant, coefficient);
    if (value <= roomInside) return { added: 0n, inside: { operand, value } };
  }

  const { coefficient, operand } = products[0]!;
  let value = 1n;
  while (reduce(constant - coefficient * value) > room) value++;
  return { added: reduce(constant - coefficient * value), inside: { operand, value } };
}

/** Leaves the sum of all operands times their coefficients on top of the stack. */
export function emitSum(assembler: Assembler, sum: Sum, operands: readonly Value[]): void {
  const placement = placeConstant(sum, operands);
  const terms = operands.flatMap((_, index) => (sum.coefficients[index] === 0n ? [] : [index]));
  terms.forEach((term, position) => {
    emitTerm(assembler, sum, operands, placement, term);
    if (position > 0) assembler.add();
  });
  emitAdded(assembler, placement);
}

/** Leaves one operand times its coefficient on top. */
export function emitTerm(
  assembler: Assembler,
  { coefficients }: Sum,
  operands: readonly Value[],
  placement: ConstantPlacement,
  index: number,
): void {
  if (coefficients[index] === 1n) {
    assembler.duplicate(operands[index]!);
  } else {
    assembler.constant(FIELD_MODULUS);
    assembler.duplicate(operands[index]!);
    emitMultiplication(assembler, coefficients[index]!, placement, index);
  }
}

/** Multiplies the operand on top, beneath which the modulus lies, by its coefficient. */
export function emitMultiplication(
  assembler: Assembler,
  coefficient: bigint,
  { inside }: ConstantPlacement,
  index: number,
): void {
  if (inside?.operand === index) {
    assembler.constant(inside.value);
    assembler.add();
  }
  assembler.constant(coefficient);
  assembler.multiplyModulo();
}

/** Adds what of the constant goes to the sum itself, which is on top. */
export function emitAdded(assembler: Assembler, { added }: ConstantPlacement): void {
  if (added === 0n) return;
  assembler.constant(added);
  assembler.add();
}
