import { divide, reduce } from "./field.ts";

export type Vector = readonly bigint[];
/** Rows of equal length. */
export type Matrix = readonly Vector[];

export function scalarProduct(left: Vector, right: Vector): bigint {
  return reduce(left.reduce((sum, value, index) => sum + value * right[index]!, 0n));
}

export function column(matrix: Matrix, index: number): Vector {
  return matrix.map((row) => row[index]!);
}

export function transpose(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, index) => column(matrix, index));
}

export function apply(matrix: Matrix, vector: Vector): Vector {
  return matrix.map((row) => scalarProduct(row, vector));
}

export function multiply(left: Matrix, right: Matrix): Matrix {
  const columns = transpose(right);
  return left.map((row) => columns.map((other) => scalarProduct(row, other)));
}

export function addVectors(left: Vector, right: Vector): Vector {
  return left.map((value, index) => reduce(value + right[index]!));
}

export function scale(factor: bigint, vector: Vector): Vector {
  return vector.map((value) => reduce(factor * value));
}

export function identity(size: number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, index) => (row === index ? 1n : 0n)),
  );
}

/**
 * Inverse by elimination.
 *
 * @throws {RangeError} for a singular matrix.
 */
export function invert(matrix: Matrix): Matrix {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...identity(size)[index]!]);
  for (let pivot = 0; pivot < size; pivot++) {
    const candidate = rows.findIndex((row, index) => index >= pivot && row[pivot] !== 0n);
    if (candidate < 0) throw new RangeError("The matrix is singular.");
    const pivotRow = rows[candidate]!;
    rows[candidate] = rows[pivot]!;
    rows[pivot] = pivotRow;
    const normalised = pivotRow.map((value) => divide(value, pivotRow[pivot]!));
    rows.forEach((row, index) => {
      const factor = row[pivot]!;
      rows[index] =
        index === pivot ? normalised : row.map((value, at) => reduce(value - factor * normalised[at]!));
    });
  }
  return rows.map((row) => row.slice(size));
}

/**
 * Coefficients c₁ … cₙ of the characteristic polynomial zⁿ + c₁zⁿ⁻¹ + … + cₙ, by Faddeev and LeVerrier.
 */
export function characteristicPolynomial(matrix: Matrix): Vector {
  const size = matrix.length;
  const coefficients: bigint[] = [];
  let power: Matrix = identity(size);
  for (let degree = 1; degree <= size; degree++) {
    const product = multiply(matrix, power);
    const trace = product.reduce((sum, row, index) => sum + row[index]!, 0n);
    const coefficient = divide(-trace, BigInt(degree));
    coefficients.push(coefficient);
    power = product.map((row, index) => addVectors(row, scale(coefficient, identity(size)[index]!)));
  }
  return coefficients;
}
