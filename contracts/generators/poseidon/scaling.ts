import { divide, power, reduce } from "./field.ts";
import type { Vector } from "./matrix.ts";
import type { Sum } from "./recurrence.ts";

/**
 * Values need not be stored as they are: each may be stored times a factor of its own. The S-box turns a factor d into
 * d⁵, and the coefficients of the sums over its output make up for it. One factor for each sum is free, and makes the
 * sum's first coefficient that is not zero 1, so that one multiplication disappears.
 */

/** The same sum with its operands stored times `operandFactors` and its value times `factor`. */
export function rescaled(sum: Sum, operandFactors: Vector, factor: bigint): Sum {
  return {
    coefficients: sum.coefficients.map((coefficient, index) =>
      divide(coefficient * factor, operandFactors[index]!),
    ),
    constant: reduce(sum.constant * factor),
  };
}

/** The factor with which the sum's first coefficient that is not zero becomes 1. */
export function normalisingFactor(sum: Sum, operandFactors: Vector): bigint {
  const index = sum.coefficients.findIndex((coefficient) => coefficient !== 0n);
  return divide(operandFactors[index]!, sum.coefficients[index]!);
}

export function normalised(sum: Sum, operandFactors: Vector): Sum {
  return rescaled(sum, operandFactors, normalisingFactor(sum, operandFactors));
}

/** What the S-box makes of a factor. */
export function throughSBox(factor: bigint): bigint {
  return power(factor, 5n);
}
