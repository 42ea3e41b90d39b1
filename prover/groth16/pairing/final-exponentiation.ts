// Raising to the power (q¹² − 1)/r, which makes the value of Miller's loop independent of how it was come by.
import type { Complex } from "../curve.ts";
import { frobenius } from "./frobenius.ts";
import { PARAMETER } from "./twist.ts";
import type { Fq12, Tower } from "./tower.ts";

const PARAMETER_BITS = PARAMETER.toString(2).slice(1);

/** Whether lane 0 of an element, raised to that power, is one. The element is overwritten. */
export function becomesOne(tower: Tower, value: Fq12): boolean {
  const f = easyPart(tower, value);
  const [constant, ...others] = tower.read(hardPart(tower, f), 0);
  const is = ({ real, imaginary }: Complex, expected: bigint) => real === expected && imaginary === 0n;
  return is(constant!, 1n) && others.every((coefficient) => is(coefficient, 0n));
}

/** The q^times-th power. */
function frobeniusPower(tower: Tower, element: Fq12, times: number): Fq12 {
  let coefficients = tower.read(element, 0);
  for (let time = 0; time < times; time++) coefficients = frobenius(coefficients);
  const result = tower.allocate();
  tower.write(result, coefficients);
  return result;
}

function productOf(tower: Tower, ...factors: readonly [Fq12, Fq12, ...Fq12[]]): Fq12 {
  const product = tower.allocate();
  const [first, second, ...others] = factors;
  tower.multiply(product, first, second);
  for (const factor of others) tower.multiply(product, product, factor);
  return product;
}

function conjugateOf(tower: Tower, element: Fq12): Fq12 {
  const result = tower.allocate();
  tower.conjugate(result, element);
  return result;
}

/** To the power (q⁶ − 1)(q² + 1). From here on an element's conjugate is its inverse. */
function easyPart(tower: Tower, value: Fq12): Fq12 {
  const conjugate = conjugateOf(tower, value);
  tower.invert(value, value);
  const unitary = productOf(tower, conjugate, value);
  return productOf(tower, unitary, frobeniusPower(tower, unitary, 2));
}

function toTheParameter(tower: Tower, element: Fq12): Fq12 {
  const [first, ...rest] = PARAMETER_BITS;
  const result = tower.allocate();
  tower.square(result, element);
  if (first === "1") tower.multiply(result, result, element);
  for (const bit of rest) {
    tower.square(result, result);
    if (bit === "1") tower.multiply(result, result, element);
  }
  return result;
}

/**
 * To the power (q⁴ − q² + 1)/r, written to the base q: with x for the curve's parameter its digits are
 * −36x³ − 30x² − 18x − 2, −36x³ − 18x² − 12x + 1, 6x² + 1 and 1.
 * Source: Scott, Benger, Charlemagne, Dominguez Perez and Kachisa, "On the Final Exponentiation …" (2009).
 */
function hardPart(tower: Tower, f: Fq12): Fq12 {
  const product = (...factors: readonly [Fq12, Fq12, ...Fq12[]]) => productOf(tower, ...factors);
  const first = toTheParameter(tower, f);
  const second = toTheParameter(tower, first);
  const third = toTheParameter(tower, second);
  const cubed = (element: Fq12) => product(element, element, element);
  const first6 = cubed(product(first, first));
  const second6 = cubed(product(second, second));
  const third6 = cubed(product(third, third));
  const third36 = cubed(product(third6, third6));
  const second18 = cubed(second6);
  const first12 = product(first6, first6);
  const common = product(third36, second18, first12);
  const digit0 = conjugateOf(tower, product(common, second6, second6, first6, f, f));
  const digit1 = product(conjugateOf(tower, common), f);
  const digit2 = product(second6, f);
  return product(
    digit0,
    frobeniusPower(tower, digit1, 1),
    frobeniusPower(tower, digit2, 2),
    frobeniusPower(tower, f, 3),
  );
}
