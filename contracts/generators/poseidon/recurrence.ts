import { reduce } from "./field.ts";
import {
  addVectors,
  apply,
  characteristicPolynomial,
  column,
  invert,
  multiply,
  scale,
  transpose,
} from "./matrix.ts";
import type { Vector } from "./matrix.ts";
import type { PoseidonParameters } from "./parameters.ts";

/** Σ coefficientⱼ · operandⱼ + constant. */
export interface Sum {
  readonly coefficients: Vector;
  readonly constant: bigint;
}

/**
 * The partial rounds as a linear recurrence.
 *
 * In a partial round only the first element meets the S-box, yet the matrix touches all t of them: t² products. The
 * round's input u and the S-box's output y = u₀⁵ give the next round's input
 *
 *     u' = A·u + b·y + c,   A being the matrix with its first column set to zero, b that column, c the constants.
 *
 * So between the S-boxes lies a linear system with one input (y) and one output (the first element), and such a system
 * needs no more than about 2t products a step. Write its characteristic polynomial as zᵗ + a₁zᵗ⁻¹ + … + aₜ, where aₜ = 0
 * since A has a zero column, and define
 *
 *     w(r) = y(r) − Σ aᵢ·w(r−i),   i = 1 … t−1.
 *
 * Then the state is a fixed combination of the last t values of w, up to what the constants add (`offset` below):
 *
 *     u(r+1) = Σ Kᵢ·w(r−i),   i = 0 … t−1,   with K₀ = b and Kᵢ = A·Kᵢ₋₁ + aᵢ·b.
 *
 * By induction: A·u(r) + b·y(r) = Σ A·Kᵢ·w(r−1−i) + b·(w(r) + Σ aᵢ·w(r−i)), in which w(r−i) has the factor
 * A·Kᵢ₋₁ + aᵢ·b = Kᵢ; the factor of the oldest, w(r−t), is the characteristic polynomial of A applied to b, which is
 * zero by Cayley and Hamilton.
 *
 * A round thus takes t−1 products for w and t−1 for the next S-box's input, besides that of y itself.
 */
export interface Recurrence {
  /** w(−1) … w(−t+1), each as a sum over the outputs of the last full round before. */
  readonly initialMemory: readonly Sum[];
  /** The first S-box's input, over the same. */
  readonly firstInput: Sum;
  /** w(r) over y(r), w(r−1) … w(r−t+1), the same in every round. */
  readonly memory: Sum;
  /** The input of the S-box of round r + 1, over y(r), w(r−1) … w(r−t+1), by r. */
  readonly inputs: readonly Sum[];
  /** The state after the last partial round, over y(r), w(r−1) … w(r−t+1) of that round; constants of the next included. */
  readonly finalState: readonly Sum[];
}

/** @throws {RangeError} for a matrix whose first column does not reach the whole state. */
export function partialRecurrence(parameters: PoseidonParameters): Recurrence {
  const { width, fullRounds, partialRounds, roundConstants, matrix } = parameters;
  const firstRound = fullRounds / 2;
  const b = column(matrix, 0);
  const A = matrix.map((row) => [0n, ...row.slice(1)]);
  const a = [1n, ...characteristicPolynomial(A)];

  const K: Vector[] = [b];
  for (let i = 1; i < width; i++) K.push(addVectors(apply(A, K[i - 1]!), scale(a[i]!, b)));

  // u(0) = Σ Kᵢ·w(−1−i) fixes the values of w that no round computes.
  const fromState = invert(transpose(K));
  const fromOutputs = multiply(fromState, matrix);
  const startConstants = apply(fromState, roundConstants[firstRound]!);

  // What the constants add to the state; u(0) has its own in the start values.
  const offsets: Vector[] = [];
  for (let round = 1, offset: Vector = b.map(() => 0n); round <= partialRounds; round++) {
    offset = addVectors(apply(A, offset), roundConstants[firstRound + round]!);
    offsets.push(offset);
  }

  // One element of the state over y(r) and w: y(r) stands for w(r) + Σ aᵢ·w(r−i).
  const element = (index: number, constant: bigint): Sum => ({
    coefficients: K.map((vector, i) => (i === 0 ? b[index]! : reduce(vector[index]! - a[i]! * b[index]!))),
    constant,
  });

  return {
    initialMemory: fromOutputs
      .slice(0, width - 1)
      .map((coefficients, i) => ({ coefficients, constant: startConstants[i]! })),
    firstInput: { coefficients: matrix[0]!, constant: roundConstants[firstRound]![0]! },
    memory: { coefficients: [1n, ...a.slice(1, width).map((value) => reduce(-value))], constant: 0n },
    inputs: offsets.slice(0, -1).map((offset) => element(0, offset[0]!)),
    finalState: offsets.at(-1)!.map((constant, index) => element(index, constant)),
  };
}
