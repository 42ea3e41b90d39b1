// oxlint-disable max-lines -- one batch of additions, whose steps share the layout of its memory
// Sums and doubles of affine points, many at once. Affine addition divides; over a batch, one inversion serves all
// divisions: the product of all denominators is inverted, and each quotient is unfolded from it in turn. Each step of
// the batch handles two additions, one in each lane.
//
// A point in memory is x, then y, limb by limb; G2's coordinates are real part, then imaginary part.
import {
  i32,
  i64,
  i64x2,
  repeat,
  repeatDown,
  when,
  v128,
  type Callable,
  type Code,
  type FunctionWriter,
  type ModuleWriter,
  type Variable,
} from "./assembler.ts";
import type { FieldFunctions } from "./field.ts";

/**
 * How lists name a point: its address divided by sixteen, shifted left by one; the lowest bit says "its negative".
 */
const ADDRESS_SHIFT = 3;

/** Writes the group of a curve over the field into the module: exports `…Add` and `…Double`. */
export function writeGroup(module: ModuleWriter, name: string, field: FieldFunctions): void {
  new GroupWriter(module, field).write(name);
}

class GroupWriter {
  readonly #module: ModuleWriter;
  readonly #field: FieldFunctions;
  readonly #limbs: number;
  readonly #pointBytes: number;
  readonly #product: number;
  readonly #first: number;
  readonly #second: number;
  readonly #slope: number;
  readonly #work: number;
  readonly #invertProduct: Callable;

  constructor(module: ModuleWriter, field: FieldFunctions) {
    this.#module = module;
    this.#field = field;
    this.#limbs = field.limbs.layout.limbs * field.numbers;
    this.#pointBytes = 2 * field.limbs.layout.numberBytes * field.numbers;
    this.#product = module.reserveBytes(field.pairBytes);
    this.#first = module.reserveBytes(2 * field.pairBytes);
    this.#second = module.reserveBytes(2 * field.pairBytes);
    this.#slope = module.reserveBytes(field.pairBytes);
    this.#work = module.reserveBytes(field.pairBytes);
    this.#invertProduct = this.#writeInvertProduct();
  }

  write(name: string): void {
    this.#writeAdd(name);
    this.#writeDouble(name);
  }

  /** Both lanes of one coordinate of two points. */
  #gathered(low: Code, high: Code, index: number): Code {
    return v128.loadLane(high, v128.loadLow(low, 8 * index), 1, 8 * index);
  }

  #address(entry: Code): Code {
    return i32.shiftLeft(i32.shiftRight(entry, i32.constant(1)), i32.constant(ADDRESS_SHIFT + 1));
  }

  /** Where the list asks for a point's negative: what the y of each lane are negated with. */
  #signs(low: Code, high: Code): Code {
    const sign = (entry: Code): Code => this.#field.limbs.signOf(i64.extend(i32.and(entry, i32.constant(1))));
    return i64x2.replaceLane(i64x2.splat(sign(low)), 1, sign(high));
  }

  /** Inverts both lanes of the product in place; returns 1 if one of them is zero, and leaves it unusable then. */
  #writeInvertProduct(): Callable {
    const { multiply, invert, reduce } = this.#field;
    const product = i32.constant(this.#product);
    const swapped = i32.constant(this.#slope);
    const work = i32.constant(this.#work);
    return this.#module.function(undefined, [], ["i32"], (writer) => {
      const bits = writer.local("v128");
      return [
        // The inverse of the lanes' product, times the other lane, is this lane's inverse: half the work.
        this.#field.each((offset) => v128.store(swapped, v128.swapLanes(v128.load(product, offset)), offset)),
        multiply.call(work, product, swapped),
        reduce.call(work, work),
        invert.call(product, work),
        multiply.call(product, product, swapped),
        reduce.call(product, product),
        // The inverse of zero came out as zero.
        bits.set(this.#module.constant(0n)),
        this.#field.each((offset) =>
          bits.set(
            v128.or(bits.get, this.#field.limbs.bitsIfNotZero(this.#module, v128.load(product, offset))),
          ),
        ),
        i32.isZero(v128.anyTrue(bits.get)),
      ];
    });
  }

  /** Starts the product at one. */
  #startProduct(): Code {
    return this.#field.each((offset) =>
      v128.store(i32.constant(this.#product), v128.load(i32.constant(this.#field.one), offset), offset),
    );
  }

  /** Keeps the product so far beside the denominator, and multiplies the denominator into it. */
  #foldDenominator(place: Code): Code {
    const product = i32.constant(this.#product);
    const { multiply, reduce, pairBytes, numbers } = this.#field;
    return [
      this.#field.each((offset) => v128.store(place, v128.load(product, offset), pairBytes + offset)),
      multiply.call(product, product, place),
      // A product of extension elements grows beyond what the next one takes.
      numbers > 1 ? reduce.call(product, product) : [],
    ];
  }

  /** The denominator's inverse into `slope`, and the denominator out of the inverse product. */
  #unfoldDenominator(place: Code): Code {
    const product = i32.constant(this.#product);
    const { multiply, reduce, pairBytes, numbers } = this.#field;
    return [
      multiply.call(i32.constant(this.#slope), product, i32.add(place, i32.constant(pairBytes))),
      multiply.call(product, product, place),
      numbers > 1 ? reduce.call(product, product) : [],
    ];
  }

  /** Stores both lanes of a pair as the coordinate of two neighbouring points. */
  #scatter(from: number, to: Code, coordinate: 0 | 1): Code {
    const start = coordinate * 8 * this.#limbs;
    return this.#field.each((offset, index) => {
      const value = v128.load(i32.constant(from), offset);
      return [
        v128.storeLane(to, value, 0, start + 8 * index),
        v128.storeLane(to, value, 1, start + 8 * index + this.#pointBytes),
      ];
    });
  }

  /** x₃ = slope² − x₁ − x₂ and y₃ = slope·(x₁ − x₃) − y₁, stored as two neighbouring points. */
  #finishPoint(to: Code, otherX: number): Code {
    const { multiply, square, reduce } = this.#field;
    const [first, slope, work] = [this.#first, this.#slope, this.#work].map((place) => i32.constant(place));
    const load = (place: Code, offset: number) => v128.load(place, offset);
    const y = this.#field.pairBytes;
    return [
      square.call(work!, slope!),
      this.#field.each((offset) =>
        v128.store(
          work!,
          this.#field.limbs.subtract(
            this.#field.limbs.subtract(load(work!, offset), load(first!, offset)),
            load(i32.constant(otherX), offset),
          ),
          offset,
        ),
      ),
      reduce.call(work!, work!),
      this.#scatter(this.#work, to, 0),
      this.#field.each((offset) =>
        v128.store(work!, this.#field.limbs.subtract(load(first!, offset), load(work!, offset)), offset),
      ),
      multiply.call(work!, work!, slope!),
      this.#field.each((offset) =>
        v128.store(work!, this.#field.limbs.subtract(load(work!, offset), load(first!, y + offset)), offset),
      ),
      reduce.call(work!, work!),
      this.#scatter(this.#work, to, 1),
    ];
  }

  /** The four entries of a step of `…Add`: the two summands in lane 0, then the two in lane 1. */
  #readEntries(writer: FunctionWriter, list: Variable, step: Variable) {
    const entries = writer.locals("i32", 4);
    const addresses = writer.locals("i32", 4);
    const place = i32.add(list.get, i32.shiftLeft(step.get, i32.constant(4)));
    return {
      read: [
        entries.map((entry, index) => entry.set(i32.load(place, 4 * index))),
        addresses.map((address, index) => address.set(this.#address(entries[index]!.get))),
      ],
      entries: entries.map((entry) => entry.get),
      addresses: addresses.map((address) => address.get),
    };
  }

  /** The first summands of both lanes as they are; of the second x, and y's difference from the first's: the slope's numerator. */
  #placeSummands(addresses: readonly Code[], signs: readonly Variable[]): Code {
    const { pairBytes, limbs } = this.#field;
    const first = i32.constant(this.#first);
    const second = i32.constant(this.#second);
    const [firstLow, secondLow, firstHigh, secondHigh] = addresses as [Code, Code, Code, Code];
    return this.#field.each((offset, index) => {
      const y = (low: Code, high: Code, sign: Variable): Code =>
        limbs.negated(this.#gathered(low, high, this.#limbs + index), sign.get);
      return [
        v128.store(first, this.#gathered(firstLow, firstHigh, index), offset),
        v128.store(second, this.#gathered(secondLow, secondHigh, index), offset),
        v128.store(first, y(firstLow, firstHigh, signs[0]!), pairBytes + offset),
        v128.store(
          second,
          limbs.subtract(y(secondLow, secondHigh, signs[1]!), v128.load(first, pairBytes + offset)),
          pairBytes + offset,
        ),
      ];
    });
  }

  /** `…Add(list, steps, scratch, to) → 1` if a denominator was zero: then nothing of the result holds. */
  #writeAdd(name: string): void {
    const { pairBytes, limbs } = this.#field;
    this.#module.function(
      `${name}Add`,
      ["i32", "i32", "i32", "i32"],
      ["i32"],
      (writer, list, steps, scratch, to) => {
        const step = writer.local("i32");
        const place = writer.local("i32");
        const failed = writer.local("i32");
        const signs = writer.locals("v128", 2);
        const { read, entries, addresses } = this.#readEntries(writer, list, step);
        const [firstLow, secondLow, firstHigh, secondHigh] = addresses as [Code, Code, Code, Code];
        const setPlace = place.set(i32.add(scratch.get, i32.multiply(step.get, i32.constant(2 * pairBytes))));
        return [
          this.#startProduct(),
          repeat(step, steps.get, [
            read,
            setPlace,
            this.#field.each((offset, index) =>
              v128.store(
                place.get,
                limbs.subtract(
                  this.#gathered(secondLow, secondHigh, index),
                  this.#gathered(firstLow, firstHigh, index),
                ),
                offset,
              ),
            ),
            this.#foldDenominator(place.get),
          ]),
          failed.set(this.#invertProduct.call()),
          // What follows would be worth nothing: the caller finds the summands at fault, and adds the others again.
          when(
            i32.isZero(failed.get),
            repeatDown(step, steps.get, [
              read,
              setPlace,
              this.#unfoldDenominator(place.get),
              signs[0]!.set(this.#signs(entries[0]!, entries[2]!)),
              signs[1]!.set(this.#signs(entries[1]!, entries[3]!)),
              this.#placeSummands(addresses, signs),
              this.#field.multiply.call(
                i32.constant(this.#slope),
                i32.constant(this.#slope),
                i32.constant(this.#second + pairBytes),
              ),
              this.#finishPoint(
                i32.add(to.get, i32.multiply(step.get, i32.constant(2 * this.#pointBytes))),
                this.#second,
              ),
            ]),
          ),
          failed.get,
        ];
      },
    );
  }

  /** `…Double(from, steps, scratch, to)`: doubles neighbouring points, two a step. None may be of order two. */
  #writeDouble(name: string): void {
    const { pairBytes, multiply, square, reduce } = this.#field;
    const first = i32.constant(this.#first);
    const slope = i32.constant(this.#slope);
    const work = i32.constant(this.#work);
    const y = pairBytes;
    this.#module.function(
      `${name}Double`,
      ["i32", "i32", "i32", "i32"],
      ["i32"],
      (writer, from, steps, scratch, to) => {
        const step = writer.local("i32");
        const place = writer.local("i32");
        const low = writer.local("i32");
        const failed = writer.local("i32");
        const high = i32.add(low.get, i32.constant(this.#pointBytes));
        const setPlaces = [
          place.set(i32.add(scratch.get, i32.multiply(step.get, i32.constant(2 * pairBytes)))),
          low.set(i32.add(from.get, i32.multiply(step.get, i32.constant(2 * this.#pointBytes)))),
        ];
        const twice = writer.local("v128");
        return [
          this.#startProduct(),
          repeat(step, steps.get, [
            setPlaces,
            this.#field.each((offset, index) => [
              twice.set(this.#gathered(low.get, high, this.#limbs + index)),
              v128.store(place.get, this.#field.limbs.add(twice.get, twice.get), offset),
            ]),
            this.#foldDenominator(place.get),
          ]),
          failed.set(this.#invertProduct.call()),
          repeatDown(step, steps.get, [
            setPlaces,
            this.#unfoldDenominator(place.get),
            this.#field.each((offset, index) => [
              v128.store(first, this.#gathered(low.get, high, index), offset),
              v128.store(first, this.#gathered(low.get, high, this.#limbs + index), y + offset),
            ]),
            square.call(work, first),
            this.#field.each((offset) => [
              twice.set(v128.load(work, offset)),
              v128.store(
                work,
                this.#field.limbs.add(this.#field.limbs.add(twice.get, twice.get), twice.get),
                offset,
              ),
            ]),
            reduce.call(work, work),
            multiply.call(slope, slope, work),
            this.#finishPoint(
              i32.add(to.get, i32.multiply(step.get, i32.constant(2 * this.#pointBytes))),
              this.#first,
            ),
          ]),
          failed.get,
        ];
      },
    );
  }
}
