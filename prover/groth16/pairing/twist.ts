// A point that wanders over the twist, where G2 lies, and the lines through where it has been: the steps of Miller's loop.
//
// The point is (X : Y : Z) with x = X/Z, y = Y/Z on y² = x³ + 3/ξ. The formulas are those for a = 0 of Costello, Lange and
// Naehrig, "Faster Pairing Computations on Curves with High-Degree Twists" (2010). Once Z is zero it stays zero: a step that
// the formulas do not cover, from a point to itself or its negative, shows at the end.
import { modularInverse, BASE_FIELD_MODULUS as Q } from "../../../circuits/field.ts";
import { extensionField, G2, type Complex, type FinitePoint } from "../curve.ts";
import { frobeniusOnTwist } from "./frobenius.ts";
import { XI, type ExtensionField, type Fq2 } from "./tower.ts";

/** The curve's parameter: q, r and the length of Miller's loop are polynomials in it. */
export const PARAMETER = 4965661367192848881n;

/** Digits of 6t + 2 in −1 … 1 of which no two neighbours are other than zero, the highest first. */
const LOOP = ((): readonly number[] => {
  const digits: number[] = [];
  for (let rest = 6n * PARAMETER + 2n; rest > 0n; rest >>= 1n) {
    const digit = (rest & 1n) === 0n ? 0 : 2 - Number(rest & 3n);
    digits.push(digit);
    rest -= BigInt(digit);
  }
  return digits.toReversed();
})();

/** A line: constant + first·w + third·w³ with the constant times y and the first times x of the point at which it is wanted. */
export interface Line {
  readonly constant: Fq2;
  readonly first: Fq2;
  readonly third: Fq2;
}

const complex = (point: FinitePoint, coordinate: 0 | 1): Complex => ({
  real: point[2 * coordinate]!,
  imaginary: point[2 * coordinate + 1]!,
});

/** Two independent points in lanes, each on its way from where it starts through the loop. */
export class WanderingPoints {
  readonly line: Line;
  readonly #field: ExtensionField;
  readonly #starts: readonly [FinitePoint, FinitePoint];
  readonly #x: Fq2;
  readonly #y: Fq2;
  readonly #z: Fq2;
  readonly #half: Fq2;
  readonly #tripledCoefficient: Fq2;
  readonly #work: readonly Fq2[];

  constructor(field: ExtensionField, low: FinitePoint, high: FinitePoint) {
    this.#field = field;
    this.#starts = [low, high];
    this.#x = field.constant(complex(low, 0), complex(high, 0));
    this.#y = field.constant(complex(low, 1), complex(high, 1));
    this.#z = field.constant(extensionField.one);
    this.#half = field.constant({ real: modularInverse(2n, Q), imaginary: 0n });
    this.#tripledCoefficient = field.constant(
      extensionField.multiply({ real: 9n, imaginary: 0n }, extensionField.invert(XI)),
    );
    this.line = { constant: field.allocate(), first: field.allocate(), third: field.allocate() };
    this.#work = Array.from({ length: 6 }, () => field.allocate());
  }

  /**
   * Goes from Q to (6t + 2)Q + ψ(Q) − ψ²(Q).
   *
   * @param afterStep Called when the line of a step is there; `doubled` says whether the value so far is to be squared before.
   */
  walk(afterStep: (doubled: boolean) => void): void {
    const points = (map: (point: FinitePoint) => FinitePoint): [Fq2, Fq2] => {
      const [low, high] = this.#starts.map(map) as [FinitePoint, FinitePoint];
      return [
        this.#field.constant(complex(low, 0), complex(high, 0)),
        this.#field.constant(complex(low, 1), complex(high, 1)),
      ];
    };
    const step = (doubled: boolean) => afterStep(doubled);
    const plus = points((point) => point);
    const minus = points((point) => G2.negative(point)!);
    for (const digit of LOOP.slice(1)) {
      this.#double();
      step(true);
      if (digit === 0) continue;
      this.#add(...(digit === 1 ? plus : minus));
      step(false);
    }
    this.#add(...points(frobeniusOnTwist));
    step(false);
    this.#add(...points((point) => G2.negative(frobeniusOnTwist(frobeniusOnTwist(point)))!));
    step(false);
  }

  /** Whether the point in a lane is this one now. */
  isAt(lane: 0 | 1, point: FinitePoint): boolean {
    const field = this.#field;
    const z = field.read(this.#z, lane);
    if (extensionField.isZero(z)) return false;
    return ([this.#x, this.#y] as const).every((coordinate, index) => {
      const expected = extensionField.multiply(complex(point, index as 0 | 1), z);
      return extensionField.isZero(extensionField.subtract(field.read(coordinate, lane), expected));
    });
  }

  #double(): void {
    const field = this.#field;
    const { constant, first, third } = this.line;
    const [a, b, c, e, f, h] = this.#work as [Fq2, Fq2, Fq2, Fq2, Fq2, Fq2];
    field.multiply(a, this.#x, this.#y);
    field.scale(a, a, this.#half);
    field.square(b, this.#y);
    field.square(c, this.#z);
    field.multiply(e, c, this.#tripledCoefficient);
    field.add(f, e, e);
    field.add(f, f, e);
    field.add(h, this.#y, this.#z);
    field.square(h, h);
    field.subtract(h, h, b);
    field.subtract(h, h, c);
    field.subtract(third, e, b);
    field.square(first, this.#x);
    field.add(c, first, first);
    field.add(first, c, first);
    // X = (b − f)·a, Y = ((b + f)/2)² − 3e², Z = b·h
    field.subtract(c, b, f);
    field.multiply(this.#x, c, a);
    field.add(c, b, f);
    field.scale(c, c, this.#half);
    field.square(this.#y, c);
    field.square(c, e);
    field.add(e, c, c);
    field.add(c, e, c);
    field.subtract(this.#y, this.#y, c);
    field.multiply(this.#z, b, h);
    field.subtract(constant, h, h);
    field.subtract(constant, constant, h);
  }

  #add(x: Fq2, y: Fq2): void {
    const field = this.#field;
    const { constant, first, third } = this.line;
    const [o, l, e, f, g, h] = this.#work as [Fq2, Fq2, Fq2, Fq2, Fq2, Fq2];
    field.multiply(o, y, this.#z);
    field.subtract(o, this.#y, o);
    field.multiply(l, x, this.#z);
    field.subtract(l, this.#x, l);
    field.copy(constant, l);
    field.subtract(first, o, o);
    field.subtract(first, first, o);
    field.multiply(third, x, o);
    field.multiply(f, y, l);
    field.subtract(third, third, f);
    // With d = l²: e = l·d, f = Z·o², g = X·d, h = e + f − 2g.
    field.square(g, l);
    field.multiply(e, l, g);
    field.multiply(g, this.#x, g);
    field.square(f, o);
    field.multiply(f, this.#z, f);
    field.add(h, e, f);
    field.subtract(h, h, g);
    field.subtract(h, h, g);
    // X = l·h, Y = (g − h)·o − Y·e, Z = e·Z
    field.multiply(this.#x, l, h);
    field.subtract(g, g, h);
    field.multiply(g, g, o);
    field.multiply(this.#y, this.#y, e);
    field.subtract(this.#y, g, this.#y);
    field.multiply(this.#z, e, this.#z);
  }
}
