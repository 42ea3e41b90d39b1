// BN254's two groups in plain big integers: for the few points at the end of a proof, where a kernel gains nothing.
import { BASE_FIELD_MODULUS as P, modularInverse } from "../../circuits/field.ts";

const modulo = (value: bigint): bigint => {
  const residue = value % P;
  return residue < 0n ? residue + P : residue;
};

/** Arithmetic of the field that a group's coordinates live in. */
export interface CoordinateField<Element> {
  readonly one: Element;
  /** Integers that make up one element. */
  readonly numbers: 1 | 2;
  readonly add: (left: Element, right: Element) => Element;
  readonly subtract: (left: Element, right: Element) => Element;
  readonly multiply: (left: Element, right: Element) => Element;
  readonly invert: (value: Element) => Element;
  readonly isZero: (value: Element) => boolean;
  readonly fromNumbers: (numbers: readonly bigint[]) => Element;
  readonly toNumbers: (element: Element) => bigint[];
}

const baseField: CoordinateField<bigint> = {
  one: 1n,
  numbers: 1,
  add: (left, right) => modulo(left + right),
  subtract: (left, right) => modulo(left - right),
  multiply: (left, right) => (left * right) % P,
  invert: (value) => modularInverse(value, P),
  isZero: (value) => value === 0n,
  fromNumbers: ([value]) => value!,
  toNumbers: (value) => [value],
};

/** An element of the quadratic extension Fq[u]/(u² + 1). */
export interface Complex {
  readonly real: bigint;
  readonly imaginary: bigint;
}

export const extensionField: CoordinateField<Complex> = {
  one: { real: 1n, imaginary: 0n },
  numbers: 2,
  add: (left, right) => ({
    real: modulo(left.real + right.real),
    imaginary: modulo(left.imaginary + right.imaginary),
  }),
  subtract: (left, right) => ({
    real: modulo(left.real - right.real),
    imaginary: modulo(left.imaginary - right.imaginary),
  }),
  multiply: (left, right) => ({
    real: modulo(left.real * right.real - left.imaginary * right.imaginary),
    imaginary: (left.real * right.imaginary + left.imaginary * right.real) % P,
  }),
  invert: ({ real, imaginary }) => {
    const inverse = modularInverse(real * real + imaginary * imaginary, P);
    return { real: (real * inverse) % P, imaginary: modulo(-imaginary * inverse) };
  },
  isZero: ({ real, imaginary }) => real === 0n && imaginary === 0n,
  fromNumbers: ([real, imaginary]) => ({ real: real!, imaginary: imaginary! }),
  toNumbers: ({ real, imaginary }) => [real, imaginary],
};

/** A point by its affine coordinates, as residues: x, y in G1; x's real part, its imaginary part, y's … in G2. Undefined is infinity. */
export type AffinePoint = readonly bigint[] | undefined;

/** A point that is not infinity. */
export type FinitePoint = NonNullable<AffinePoint>;

/** A point as x/z², y/z³; infinity where z is zero. */
interface Jacobian<Element> {
  readonly x: Element;
  readonly y: Element;
  readonly z: Element;
}

/** One of the curve's two groups, on affine points. All operations hold for all points, infinity and equal ones too. */
export interface Group {
  readonly numbersPerCoordinate: 1 | 2;
  sum(points: readonly AffinePoint[]): AffinePoint;
  negative(point: AffinePoint): AffinePoint;
  /** Σ 2^index · point */
  sumOfBits(points: readonly AffinePoint[]): AffinePoint;
  /** Σ scalar · point, doubling once for all. Scalars are not negative. */
  sumOfProducts(terms: readonly { readonly point: AffinePoint; readonly scalar: bigint }[]): AffinePoint;
}

class CurveGroup<Element> implements Group {
  readonly numbersPerCoordinate: 1 | 2;
  readonly #field: CoordinateField<Element>;
  readonly #infinity: Jacobian<Element>;

  constructor(field: CoordinateField<Element>) {
    this.#field = field;
    this.numbersPerCoordinate = field.numbers;
    this.#infinity = { x: field.one, y: field.one, z: field.subtract(field.one, field.one) };
  }

  sum(points: readonly AffinePoint[]): AffinePoint {
    return this.#toAffine(
      points.reduce<Jacobian<Element>>((sum, point) => this.#add(sum, this.#from(point)), this.#infinity),
    );
  }

  negative(point: AffinePoint): AffinePoint {
    return point?.map((number, index) => (index < this.numbersPerCoordinate ? number : modulo(-number)));
  }

  sumOfBits(points: readonly AffinePoint[]): AffinePoint {
    const sum = points.reduceRight<Jacobian<Element>>(
      (higher, point) => this.#add(this.#double(higher), this.#from(point)),
      this.#infinity,
    );
    return this.#toAffine(sum);
  }

  sumOfProducts(terms: readonly { readonly point: AffinePoint; readonly scalar: bigint }[]): AffinePoint {
    const bases = terms.map(({ point, scalar }) => ({ base: this.#from(point), bits: scalar.toString(2) }));
    const length = Math.max(...bases.map(({ bits }) => bits.length));
    let sum = this.#infinity;
    for (let left = length; left > 0; left--) {
      sum = this.#double(sum);
      for (const { base, bits } of bases) if (bits.at(-left) === "1") sum = this.#add(sum, base);
    }
    return this.#toAffine(sum);
  }

  #from(point: AffinePoint): Jacobian<Element> {
    if (point === undefined) return this.#infinity;
    const field = this.#field;
    return {
      x: field.fromNumbers(point.slice(0, field.numbers)),
      y: field.fromNumbers(point.slice(field.numbers)),
      z: field.one,
    };
  }

  #toAffine({ x, y, z }: Jacobian<Element>): AffinePoint {
    const { isZero, invert, multiply, toNumbers } = this.#field;
    if (isZero(z)) return undefined;
    const inverse = invert(z);
    const square = multiply(inverse, inverse);
    return [...toNumbers(multiply(x, square)), ...toNumbers(multiply(y, multiply(square, inverse)))];
  }

  #double({ x, y, z }: Jacobian<Element>): Jacobian<Element> {
    const { add, subtract, multiply } = this.#field;
    const a = multiply(x, x);
    const b = multiply(y, y);
    const c = multiply(b, b);
    const xb = add(x, b);
    const half = subtract(subtract(multiply(xb, xb), a), c);
    const d = add(half, half);
    const e = add(add(a, a), a);
    const doubledX = subtract(multiply(e, e), add(d, d));
    const c2 = add(c, c);
    const c4 = add(c2, c2);
    const yz = multiply(y, z);
    return {
      x: doubledX,
      y: subtract(multiply(e, subtract(d, doubledX)), add(c4, c4)),
      z: add(yz, yz),
    };
  }

  #add(left: Jacobian<Element>, right: Jacobian<Element>): Jacobian<Element> {
    const { subtract, multiply, isZero, add } = this.#field;
    if (isZero(left.z)) return right;
    if (isZero(right.z)) return left;
    const leftZ2 = multiply(left.z, left.z);
    const rightZ2 = multiply(right.z, right.z);
    const u1 = multiply(left.x, rightZ2);
    const u2 = multiply(right.x, leftZ2);
    const s1 = multiply(left.y, multiply(right.z, rightZ2));
    const s2 = multiply(right.y, multiply(left.z, leftZ2));
    const h = subtract(u2, u1);
    const r = subtract(s2, s1);
    if (isZero(h)) return isZero(r) ? this.#double(left) : this.#infinity;
    const h2 = multiply(h, h);
    const h3 = multiply(h, h2);
    const v = multiply(u1, h2);
    const x = subtract(subtract(multiply(r, r), h3), add(v, v));
    return {
      x,
      y: subtract(multiply(r, subtract(v, x)), multiply(s1, h3)),
      z: multiply(h, multiply(left.z, right.z)),
    };
  }
}

export const G1: Group = new CurveGroup(baseField);
export const G2: Group = new CurveGroup(extensionField);

export type GroupName = "g1" | "g2";

export const GROUPS: Readonly<Record<GroupName, Group>> = { g1: G1, g2: G2 };
