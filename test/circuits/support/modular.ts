import { FIELD_MODULUS } from "../../../prover/field.ts";

/** The field element that an integer stands for. */
export const modulo = (value: bigint): bigint => ((value % FIELD_MODULUS) + FIELD_MODULUS) % FIELD_MODULUS;

/** 1/value in the field. */
export function inverse(value: bigint): bigint {
  let result = 1n;
  let square = modulo(value);
  for (let exponent = FIELD_MODULUS - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % FIELD_MODULUS;
    square = (square * square) % FIELD_MODULUS;
  }
  return result;
}
