// Numbers between their encodings: 32 bytes little-endian outside, five limbs inside.
import {
  f64,
  f64x2,
  i32,
  i64,
  repeat,
  v128,
  type Code,
  type ModuleWriter,
  type Variable,
} from "./assembler.ts";
import { LIMB_BITS, LIMBS, NUMBER_BYTES, PAIR_BYTES, type PrimeField } from "./field.ts";

/** Bytes of a number outside the kernel. */
export const ENCODED_BYTES = 32;

const LIMB_MASK = (1n << BigInt(LIMB_BITS)) - 1n;

const shift = (bits: number): Code => i64.constant(BigInt(bits));

/** Limb `index` of the four words of 64 bits at an address. */
function limbOf(address: Code, offset: number, index: number): Code {
  const firstBit = index * LIMB_BITS;
  const word = Math.floor(firstBit / 64);
  const within = firstBit % 64;
  const low = i64.shiftRight(i64.load(address, offset + 8 * word), shift(within));
  const bits =
    within + LIMB_BITS > 64 && word < 3
      ? i64.or(low, i64.shiftLeft(i64.load(address, offset + 8 * (word + 1)), shift(64 - within)))
      : low;
  return f64.fromSigned(i64.and(bits, i64.constant(LIMB_MASK)));
}

/** Word `index` of the number that five limbs, all but the last in 0 … 2^51 − 1, make up in two's complement. */
function wordOf(limbs: readonly Variable[], index: number): Code {
  const firstBit = index * 64;
  const parts = limbs.flatMap((limb, position): Code[] => {
    const distance = position * LIMB_BITS - firstBit;
    if (distance >= 64 || distance <= -LIMB_BITS) return [];
    return [
      distance >= 0
        ? i64.shiftLeft(limb.get, shift(distance))
        : i64.shiftRightSigned(limb.get, shift(-distance)),
    ];
  });
  return parts.reduce((word, part) => i64.or(word, part));
}

/**
 * Writes, for the field under `name`:
 *
 * `…Import(from, steps, factor, to)`: 2·steps encoded numbers, each times the factor's pair over R, to numbers in limbs.
 *
 * `…Export(from, steps, to)`: 2·steps numbers in Montgomery form to 256-bit two's complement, the residue closest to zero.
 */
// oxlint-disable-next-line max-lines-per-function -- both directions of one encoding, side by side
export function writeEncoding(module: ModuleWriter, name: string, field: PrimeField): void {
  const pairPlace = module.reserveBytes(PAIR_BYTES);
  const pair = i32.constant(pairPlace);
  const plainOne = module.reservedBytes;
  for (let index = 0; index < LIMBS; index++) module.constant(index === 0 ? 0x3ff0000000000000n : 0n);

  module.function(`${name}Import`, ["i32", "i32", "i32", "i32"], [], (writer, from, steps, factor, to) => {
    const step = writer.local("i32");
    const source = writer.local("i32");
    const target = writer.local("i32");
    return repeat(step, steps.get, [
      source.set(i32.add(from.get, i32.multiply(step.get, i32.constant(2 * ENCODED_BYTES)))),
      target.set(i32.add(to.get, i32.multiply(step.get, i32.constant(2 * NUMBER_BYTES)))),
      Array.from({ length: LIMBS }, (_, index) =>
        v128.store(
          pair,
          f64x2.replaceLane(
            f64x2.splat(limbOf(source.get, 0, index)),
            1,
            limbOf(source.get, ENCODED_BYTES, index),
          ),
          16 * index,
        ),
      ),
      field.multiply.call(pair, pair, factor.get),
      Array.from({ length: LIMBS }, (_, index) => {
        const limb = v128.load(pair, 16 * index);
        return [
          v128.storeLane(target.get, limb, 0, 8 * index),
          v128.storeLane(target.get, limb, 1, 8 * index + NUMBER_BYTES),
        ];
      }),
    ]);
  });

  module.function(`${name}Export`, ["i32", "i32", "i32"], [], (writer, from, steps, to) => {
    const step = writer.local("i32");
    const source = writer.local("i32");
    const target = writer.local("i32");
    const limbs = writer.locals("i64", LIMBS);
    const lane = (which: 0 | 1): Code => [
      limbs.map((limb, index) =>
        limb.set(f64.toSigned(f64x2.extractLane(v128.load(pair, 16 * index), which))),
      ),
      limbs.slice(0, -1).map((limb, index) => {
        const next = limbs[index + 1]!;
        return [
          next.set(i64.add(next.get, i64.shiftRightSigned(limb.get, shift(LIMB_BITS)))),
          limb.set(i64.and(limb.get, i64.constant(LIMB_MASK))),
        ];
      }),
      Array.from({ length: 4 }, (_, word) =>
        i64.store(target.get, wordOf(limbs, word), which * ENCODED_BYTES + 8 * word),
      ),
    ];
    return repeat(step, steps.get, [
      source.set(i32.add(from.get, i32.multiply(step.get, i32.constant(2 * NUMBER_BYTES)))),
      target.set(i32.add(to.get, i32.multiply(step.get, i32.constant(2 * ENCODED_BYTES)))),
      Array.from({ length: LIMBS }, (_, index) =>
        v128.store(
          pair,
          v128.loadLane(source.get, v128.loadLow(source.get, 8 * index), 1, 8 * index + NUMBER_BYTES),
          16 * index,
        ),
      ),
      field.multiply.call(pair, pair, i32.constant(plainOne)),
      field.reduce.call(pair, pair),
      lane(0),
      lane(1),
    ]);
  });
}
