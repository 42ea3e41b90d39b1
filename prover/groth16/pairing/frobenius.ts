// Raising to the power q, which costs next to nothing: it conjugates coefficients and multiplies them by constants.
import { BASE_FIELD_MODULUS as Q } from "../../../circuits/field.ts";
import { extensionField, type Complex, type FinitePoint } from "../curve.ts";
import { XI } from "./tower.ts";

const { multiply, one } = extensionField;

const conjugate = ({ real, imaginary }: Complex): Complex => ({
  real,
  imaginary: imaginary === 0n ? 0n : Q - imaginary,
});

function power(base: Complex, exponent: bigint): Complex {
  let result = one;
  for (const bit of exponent.toString(2)) {
    result = multiply(result, result);
    if (bit === "1") result = multiply(result, base);
  }
  return result;
}

let constants: readonly Complex[] | undefined;

/** ξ^(i·(q − 1)/6) = w^(i·(q − 1)) for i = 0 … 5. */
function frobeniusConstants(): readonly Complex[] {
  if (constants === undefined) {
    const first = power(XI, (Q - 1n) / 6n);
    const powers = [one];
    while (powers.length < 6) powers.push(multiply(powers.at(-1)!, first));
    constants = powers;
  }
  return constants;
}

/** The q-th power of an element of Fq12, by its coefficients of 1, w, … w⁵. */
export function frobenius(coefficients: readonly Complex[]): Complex[] {
  return coefficients.map((coefficient, index) =>
    multiply(conjugate(coefficient), frobeniusConstants()[index]!),
  );
}

/** ψ, which acts on the points of order r as multiplication by q: untwists a point, raises it to the power q, twists it again. */
export function frobeniusOnTwist(point: FinitePoint): FinitePoint {
  const [, , second, third] = frobeniusConstants();
  const [xReal, xImaginary, yReal, yImaginary] = point as [bigint, bigint, bigint, bigint];
  const x = multiply(conjugate({ real: xReal, imaginary: xImaginary }), second!);
  const y = multiply(conjugate({ real: yReal, imaginary: yImaginary }), third!);
  return [x.real, x.imaginary, y.real, y.imaginary];
}
