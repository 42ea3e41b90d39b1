// Numbers between their encodings: 32 bytes little-endian outside, limbs inside.
import { i32, i64, repeat, v128, type Code, type ModuleWriter, type Variable } from "./assembler.ts";
import type { PrimeField } from "./field.ts";
import type { NumberLayout } from "./layout.ts";

/** Bytes of a number outside the kernel. */
export const ENCODED_BYTES = 32;

const maskOf = ({ limbBits }: NumberLayout): Code => i64.constant((1n << BigInt(limbBits)) - 1n);

const shift = (bits: number): Code => i64.constant(BigInt(bits));

/** Limb `index`, not balanced, of the four words of 64 bits at an address. */
function limbOf(layout: NumberLayout, address: Code, offset: number, index: number): Code {
  const { limbBits } = layout;
  const firstBit = index * limbBits;
  const word = Math.floor(firstBit / 64);
  const within = firstBit % 64;
  const low = i64.shiftRight(i64.load(address, offset + 8 * word), shift(within));
  const bits =
    within + limbBits > 64 && word < 3
      ? i64.or(low, i64.shiftLeft(i64.load(address, offset + 8 * (word + 1)), shift(64 - within)))
      : low;
  return i64.and(bits, maskOf(layout));
}

/** Word `index` of the number that limbs, all but the last positive, make up in two's complement. */
function wordOf({ limbBits }: NumberLayout, limbs: readonly Variable[], index: number): Code {
  const firstBit = index * 64;
  const parts = limbs.flatMap((limb, position): Code[] => {
    const distance = position * limbBits - firstBit;
    if (distance >= 64 || distance <= -limbBits) return [];
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
  const { limbs: instructions } = field;
  const { layout, bitsOf } = instructions;
  const { limbBits, limbs: limbCount, numberBytes, pairBytes } = layout;
  const pairPlace = module.reserveBytes(pairBytes);
  const pair = i32.constant(pairPlace);
  const plainOne = module.reservedBytes;
  for (let index = 0; index < limbCount; index++) module.constant(bitsOf(index === 0 ? 1 : 0));

  module.function(`${name}Import`, ["i32", "i32", "i32", "i32"], [], (writer, from, steps, factor, to) => {
    const step = writer.local("i32");
    const source = writer.local("i32");
    const target = writer.local("i32");
    return repeat(step, steps.get, [
      source.set(i32.add(from.get, i32.multiply(step.get, i32.constant(2 * ENCODED_BYTES)))),
      target.set(i32.add(to.get, i32.multiply(step.get, i32.constant(2 * numberBytes)))),
      Array.from({ length: limbCount }, (_, index) =>
        v128.store(
          pair,
          instructions.fromIntegers(
            limbOf(layout, source.get, 0, index),
            limbOf(layout, source.get, ENCODED_BYTES, index),
          ),
          16 * index,
        ),
      ),
      field.multiply.call(pair, pair, factor.get),
      Array.from({ length: limbCount }, (_, index) => {
        const limb = v128.load(pair, 16 * index);
        return [
          v128.storeLane(target.get, limb, 0, 8 * index),
          v128.storeLane(target.get, limb, 1, 8 * index + numberBytes),
        ];
      }),
    ]);
  });

  module.function(`${name}Export`, ["i32", "i32", "i32"], [], (writer, from, steps, to) => {
    const step = writer.local("i32");
    const source = writer.local("i32");
    const target = writer.local("i32");
    const limbs = writer.locals("i64", limbCount);
    const lane = (which: 0 | 1): Code => [
      limbs.map((limb, index) => limb.set(instructions.toInteger(v128.load(pair, 16 * index), which))),
      limbs.slice(0, -1).map((limb, index) => {
        const next = limbs[index + 1]!;
        return [
          next.set(i64.add(next.get, i64.shiftRightSigned(limb.get, shift(limbBits)))),
          limb.set(i64.and(limb.get, maskOf(layout))),
        ];
      }),
      Array.from({ length: 4 }, (_, word) =>
        i64.store(target.get, wordOf(layout, limbs, word), which * ENCODED_BYTES + 8 * word),
      ),
    ];
    return repeat(step, steps.get, [
      source.set(i32.add(from.get, i32.multiply(step.get, i32.constant(2 * numberBytes)))),
      target.set(i32.add(to.get, i32.multiply(step.get, i32.constant(2 * ENCODED_BYTES)))),
      Array.from({ length: limbCount }, (_, index) =>
        v128.store(
          pair,
          v128.loadLane(source.get, v128.loadLow(source.get, 8 * index), 1, 8 * index + numberBytes),
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
