// The five sums of a proof over points that are fixed by the key, with the blinding among them:
//
//   A  = α + Σ wᵢAᵢ + rδ        B  = β + Σ wᵢBᵢ + sδ, in both groups
//   C  = (Σ wᵢLᵢ − rsδ) + Σ hᵢHᵢ + sA + rB
//
// w is the witness, h the values of the quotient polynomial. δ is one more point of a section with its own scalar, so
// blinding costs next to nothing.
import { FIELD_MODULUS } from "../field.ts";
import type { Blinding } from "./blinding.ts";
import type { GroupName } from "./curve.ts";
import { closestToZero } from "./kernel/layout.ts";
import type { ProvingKey } from "../../circuits/proving-key.ts";

/** The sums, by the parts of the key that they are over. */
export type SectionName = "quotient" | "private" | "b1" | "a" | "b2";

export interface Section {
  readonly name: SectionName;
  readonly group: GroupName;
  /** Encoded as in the key, and views into it: all points of the section but the last, and the last one. */
  readonly points: readonly [Uint8Array, Uint8Array];
  readonly pointBytes: number;
  readonly count: number;
}

/** A copy of a section's points from `first` up to, but not including, `end`. */
export function pointsBetween(
  { points: [others, last], pointBytes, count }: Section,
  first: number,
  end: number,
): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array((end - first) * pointBytes);
  copy.set(others.subarray(first * pointBytes, end * pointBytes));
  if (end === count) copy.set(last, copy.length - last.length);
  return copy;
}

const ELEMENT_BYTES = 32;
const ELEMENT_WORDS = 8;
const NO_POINT = new Uint8Array();

/** The sections of a key in the order in which they are best worked off: the quotient's scalars come first. */
export function sectionsOf(key: ProvingKey): Section[] {
  const section = (
    name: SectionName,
    group: GroupName,
    others: Uint8Array,
    last: Uint8Array = NO_POINT,
  ): Section => {
    const pointBytes = group === "g1" ? 2 * ELEMENT_BYTES : 4 * ELEMENT_BYTES;
    return {
      name,
      group,
      points: [others, last],
      pointBytes,
      count: (others.length + last.length) / pointBytes,
    };
  };
  return [
    section("quotient", "g1", key.quotient),
    section("private", "g1", key.private, key.delta1),
    section("b1", "g1", key.b1, key.delta1),
    section("a", "g1", key.a, key.delta1),
    section("b2", "g2", key.b2, key.delta2),
  ];
}

/**
 * The scalars of the sections over the witness, one for each point: 256 bits in two's complement.
 *
 * @param witness One scalar for each variable.
 */
export function scalarsOf(
  name: Exclude<SectionName, "quotient">,
  witness: Uint32Array,
  publicSignals: number,
  { r, s }: Blinding,
): Uint32Array<ArrayBuffer> {
  const ofDelta = { private: -r * s, b1: s, a: r, b2: s }[name];
  const variables = name === "private" ? witness.subarray((publicSignals + 1) * ELEMENT_WORDS) : witness;
  const scalars = new Uint32Array(variables.length + ELEMENT_WORDS);
  scalars.set(variables);
  const signed = BigInt.asUintN(256, closestToZero(ofDelta, FIELD_MODULUS));
  for (let word = 0; word < ELEMENT_WORDS; word++) {
    scalars[variables.length + word] = Number((signed >> BigInt(32 * word)) & 0xffffffffn);
  }
  return scalars;
}
