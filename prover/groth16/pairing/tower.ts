// The tower of extensions that BN254's pairing takes its values in, on a kernel's memory:
//
//   Fq2 = Fq[u]/(u² + 1)    Fq6 = Fq2[v]/(v³ − ξ), ξ = 9 + u    Fq12 = Fq6[w]/(w² − v)
//
// An element of Fq2 is the address of a pair, so each operation handles two independent elements, one in each lane. Products
// and sums are reduced at once: any of them may be a factor of the next.
import { BASE_FIELD_MODULUS } from "../../../circuits/field.ts";
import type { Complex } from "../curve.ts";
import type { Kernel } from "../kernel/instance.ts";

/** Address of the pair of an element of Fq2. */
export type Fq2 = number;
/** Coefficients of 1, v, v². */
export type Fq6 = readonly [Fq2, Fq2, Fq2];
/** Coefficients of 1, w. */
export type Fq12 = readonly [Fq6, Fq6];

/** ξ, which has neither a square nor a cube root in Fq2. */
export const XI: Complex = { real: 9n, imaginary: 1n };

/** Arithmetic in Fq2. A result may be written over a factor. */
export class ExtensionField {
  readonly #kernel: Kernel;
  /** From an element's real part to its imaginary part. */
  readonly #imaginary: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#imaginary = kernel.layout.pairBytes;
  }

  allocate(): Fq2 {
    return this.#kernel.allocate(2 * this.#imaginary);
  }

  /** The same element in both lanes unless another one is given for the upper. */
  write(to: Fq2, low: Complex, high: Complex = low): void {
    this.#kernel.writeLanes(to, low.real, high.real, BASE_FIELD_MODULUS);
    this.#kernel.writeLanes(to + this.#imaginary, low.imaginary, high.imaginary, BASE_FIELD_MODULUS);
  }

  read(element: Fq2, lane: 0 | 1): Complex {
    return {
      real: this.#kernel.readLane(element, lane, BASE_FIELD_MODULUS),
      imaginary: this.#kernel.readLane(element + this.#imaginary, lane, BASE_FIELD_MODULUS),
    };
  }

  constant(low: Complex, high?: Complex): Fq2 {
    const element = this.allocate();
    this.write(element, low, high);
    return element;
  }

  copy(to: Fq2, from: Fq2): void {
    this.#kernel.memory().copyWithin(to, from, from + 2 * this.#imaginary);
  }

  add(sum: Fq2, left: Fq2, right: Fq2): void {
    this.#kernel.functions.extensionAdd(sum, left, right);
  }

  subtract(difference: Fq2, left: Fq2, right: Fq2): void {
    this.#kernel.functions.extensionSubtract(difference, left, right);
  }

  multiply(product: Fq2, left: Fq2, right: Fq2): void {
    this.#kernel.functions.extensionMultiply(product, left, right);
    this.#kernel.functions.extensionReduce(product, product);
  }

  square(result: Fq2, factor: Fq2): void {
    this.#kernel.functions.extensionSquare(result, factor);
    this.#kernel.functions.extensionReduce(result, result);
  }

  /** Times an element of Fq, of which only the real part is there. */
  scale(product: Fq2, element: Fq2, factor: Fq2): void {
    const { coordinateMultiply, extensionReduce } = this.#kernel.functions;
    coordinateMultiply(product, element, factor);
    coordinateMultiply(product + this.#imaginary, element + this.#imaginary, factor);
    extensionReduce(product, product);
  }

  invert(result: Fq2, element: Fq2): void {
    this.#kernel.functions.extensionInvert(result, element);
    this.#kernel.functions.extensionReduce(result, result);
  }
}

/** Arithmetic in Fq6. A result may not be written over a factor unless it says so. */
class SexticField {
  readonly #base: ExtensionField;
  readonly #xi: Fq2;
  readonly #products: Fq6;
  readonly #sums: readonly [Fq2, Fq2];

  constructor(base: ExtensionField, xi: Fq2) {
    this.#base = base;
    this.#xi = xi;
    this.#products = this.allocate();
    this.#sums = [base.allocate(), base.allocate()];
  }

  allocate(): Fq6 {
    return [this.#base.allocate(), this.#base.allocate(), this.#base.allocate()];
  }

  /** May be written over a summand. */
  add(sum: Fq6, left: Fq6, right: Fq6): void {
    sum.forEach((part, index) => this.#base.add(part, left[index]!, right[index]!));
  }

  /** May be written over either. */
  subtract(difference: Fq6, left: Fq6, right: Fq6): void {
    difference.forEach((part, index) => this.#base.subtract(part, left[index]!, right[index]!));
  }

  /** left·right, with three products of sums in place of six of coefficients. */
  multiply(product: Fq6, left: Fq6, right: Fq6): void {
    const base = this.#base;
    const products = this.#products;
    products.forEach((part, index) => base.multiply(part, left[index]!, right[index]!));
    const [v0, v1, v2] = products;
    this.#crossTerm(product[0], left, right, 1, 2);
    base.multiply(product[0], product[0], this.#xi);
    base.add(product[0], product[0], v0);
    this.#crossTerm(product[1], left, right, 0, 1);
    base.multiply(this.#sums[0], v2, this.#xi);
    base.add(product[1], product[1], this.#sums[0]);
    this.#crossTerm(product[2], left, right, 0, 2);
    base.add(product[2], product[2], v1);
  }

  /** left[i]·right[j] + left[j]·right[i], from the products that are there. */
  #crossTerm(to: Fq2, left: Fq6, right: Fq6, i: 0 | 1, j: 1 | 2): void {
    const base = this.#base;
    const [leftSum, rightSum] = this.#sums;
    base.add(leftSum, left[i], left[j]);
    base.add(rightSum, right[i], right[j]);
    base.multiply(to, leftSum, rightSum);
    base.subtract(to, to, this.#products[i]);
    base.subtract(to, to, this.#products[j]);
  }

  /** Times first + second·v. */
  multiplyByPair(product: Fq6, left: Fq6, first: Fq2, second: Fq2): void {
    const base = this.#base;
    const [v0, v1, work] = this.#products;
    const [leftSum, rightSum] = this.#sums;
    base.multiply(v0, left[0], first);
    base.multiply(v1, left[1], second);
    base.add(leftSum, left[0], left[1]);
    base.add(rightSum, first, second);
    base.multiply(product[1], leftSum, rightSum);
    base.subtract(product[1], product[1], v0);
    base.subtract(product[1], product[1], v1);
    base.multiply(work, left[2], second);
    base.multiply(work, work, this.#xi);
    base.add(product[0], v0, work);
    base.multiply(work, left[2], first);
    base.add(product[2], v1, work);
  }

  /** The sum of one and v times the other. May be written over the first summand. */
  addTimesV(sum: Fq6, left: Fq6, right: Fq6): void {
    this.#base.multiply(this.#sums[0], right[2], this.#xi);
    this.#base.add(sum[0], left[0], this.#sums[0]);
    this.#base.add(sum[1], left[1], right[0]);
    this.#base.add(sum[2], left[2], right[1]);
  }

  /** By the norm to Fq2, so that only one element of that is inverted. */
  invert(result: Fq6, element: Fq6): void {
    const base = this.#base;
    const [a, b, c] = element;
    const [work, norm] = this.#sums;
    // The adjoint: a² − ξbc, ξc² − ab, b² − ac.
    const term = (to: Fq2, squared: Fq2, left: Fq2, right: Fq2, xi: "square" | "product" | "neither") => {
      base.square(to, squared);
      base.multiply(work, left, right);
      if (xi === "square") base.multiply(to, to, this.#xi);
      if (xi === "product") base.multiply(work, work, this.#xi);
      base.subtract(to, to, work);
    };
    term(result[0], a, b, c, "product");
    term(result[1], c, a, b, "square");
    term(result[2], b, a, c, "neither");
    base.multiply(norm, c, result[1]);
    base.multiply(work, b, result[2]);
    base.add(norm, norm, work);
    base.multiply(norm, norm, this.#xi);
    base.multiply(work, a, result[0]);
    base.add(norm, norm, work);
    base.invert(norm, norm);
    result.forEach((part) => base.multiply(part, part, norm));
  }
}

/** Arithmetic in Fq12. A result may be written over a factor. */
export class Tower {
  readonly base: ExtensionField;
  readonly #sextic: SexticField;
  readonly #zero: Fq6;
  readonly #work: readonly [Fq6, Fq6, Fq6, Fq6, Fq6];

  constructor(kernel: Kernel) {
    this.base = new ExtensionField(kernel);
    this.#sextic = new SexticField(this.base, this.base.constant(XI));
    const six = () => this.#sextic.allocate();
    this.#zero = six();
    this.#zero.forEach((part) => this.base.write(part, { real: 0n, imaginary: 0n }));
    this.#work = [six(), six(), six(), six(), six()];
  }

  allocate(): Fq12 {
    return [this.#sextic.allocate(), this.#sextic.allocate()];
  }

  /** Coefficients of 1, w, w², … w⁵ in one lane, as integers. */
  read([even, odd]: Fq12, lane: 0 | 1): Complex[] {
    return even.flatMap((part, index) => [this.base.read(part, lane), this.base.read(odd[index]!, lane)]);
  }

  write([even, odd]: Fq12, low: readonly Complex[], high: readonly Complex[] = low): void {
    even.forEach((part, index) => this.base.write(part, low[2 * index]!, high[2 * index]));
    odd.forEach((part, index) => this.base.write(part, low[2 * index + 1]!, high[2 * index + 1]));
  }

  multiply(product: Fq12, left: Fq12, right: Fq12): void {
    const six = this.#sextic;
    const [even, odd, cross, leftSum, rightSum] = this.#work;
    six.multiply(even, left[0], right[0]);
    six.multiply(odd, left[1], right[1]);
    six.add(leftSum, left[0], left[1]);
    six.add(rightSum, right[0], right[1]);
    six.multiply(cross, leftSum, rightSum);
    this.#assemble(product, even, odd, cross);
  }

  /** (a + bw)² = (a + b)(a + vb) − ab − vab + 2ab·w */
  square(result: Fq12, factor: Fq12): void {
    const six = this.#sextic;
    const [product, cross, , sum, shifted] = this.#work;
    six.multiply(product, factor[0], factor[1]);
    six.add(sum, factor[0], factor[1]);
    six.addTimesV(shifted, factor[0], factor[1]);
    six.multiply(cross, sum, shifted);
    six.subtract(cross, cross, product);
    six.addTimesV(sum, this.#zero, product);
    six.subtract(result[0], cross, sum);
    six.add(result[1], product, product);
  }

  /** Times a line's value: constant + first·w + third·w³. */
  multiplyByLine(product: Fq12, left: Fq12, constant: Fq2, first: Fq2, third: Fq2): void {
    const six = this.#sextic;
    const [even, odd, cross, leftSum] = this.#work;
    const work = this.#work[4][0];
    even.forEach((part, index) => this.base.multiply(part, left[0][index]!, constant));
    six.multiplyByPair(odd, left[1], first, third);
    six.add(leftSum, left[0], left[1]);
    this.base.add(work, constant, first);
    six.multiplyByPair(cross, leftSum, work, third);
    this.#assemble(product, even, odd, cross);
  }

  /** even + v·odd + (cross − even − odd)·w */
  #assemble(product: Fq12, even: Fq6, odd: Fq6, cross: Fq6): void {
    const six = this.#sextic;
    six.subtract(cross, cross, even);
    six.subtract(product[1], cross, odd);
    six.addTimesV(product[0], even, odd);
  }

  /** a − bw, which is the inverse where the norm to Fq6 is one. */
  conjugate(result: Fq12, element: Fq12): void {
    result[0].forEach((part, index) => this.base.copy(part, element[0][index]!));
    this.#sextic.subtract(result[1], this.#zero, element[1]);
  }

  /** 1/(a + bw) = (a − bw)/(a² − vb²) */
  invert(result: Fq12, element: Fq12): void {
    const six = this.#sextic;
    const [square, oddSquare, inverse, product] = this.#work;
    six.multiply(square, element[0], element[0]);
    six.multiply(oddSquare, element[1], element[1]);
    six.addTimesV(product, this.#zero, oddSquare);
    six.subtract(square, square, product);
    six.invert(inverse, square);
    six.multiply(product, element[1], inverse);
    six.multiply(square, element[0], inverse);
    result[0].forEach((part, index) => this.base.copy(part, square[index]!));
    six.subtract(result[1], this.#zero, product);
  }
}
