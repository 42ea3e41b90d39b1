// What hides a witness in its proof, drawn in this one place for all engines.
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

import { modularInverse } from "../../circuits/field.ts";
import { FIELD_MODULUS } from "../field.ts";
import { G1, G2, type AffinePoint } from "./curve.ts";
import type { ProofPoints } from "./proof-points.ts";
import type { WitnessInput } from "./witness.ts";

/** Fresh for each proof. Without it the same witness would give the same proof, and guesses of a witness could be checked. */
export interface Blinding {
  readonly r: bigint;
  readonly s: bigint;
}

const PURPOSE = utf8ToBytes("aftercare/v1 blinding of a proof");

// 258 bits more than the field has: the remainder modulo r is then as good as uniform.
const HASH_BYTES = 64;

/** The inputs as bytes: their values are lists of decimal numbers, however deep. */
function bytesOf(input: WitnessInput): Uint8Array {
  const text = JSON.stringify(input, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return utf8ToBytes(text);
}

/**
 * Field elements that nobody can predict who does not know both the platform's random numbers and the secret inputs.
 *
 * Platforms have had generators that gave the same numbers again, or none. Proofs made with such numbers alone would hide
 * nothing; as it is, the same inputs proven again there give the same proof, and that is all.
 */
export function drawBlinding(input: WitnessInput): Blinding {
  const random = crypto.getRandomValues(new Uint8Array(HASH_BYTES));
  const seed = sha512(concatBytes(PURPOSE, random, sha512(bytesOf(input))));
  const scalar = (index: number): bigint =>
    sha512(concatBytes(seed, Uint8Array.of(index))).reduce(
      (value, byte) => (value << 8n) | BigInt(byte),
      0n,
    ) % FIELD_MODULUS;
  return { r: scalar(0), s: scalar(1) };
}

/**
 * Blinds a proof whose own blinding is not to be relied on: gives one of all proofs of the same statement, each as likely.
 *
 * A′ = A/r, B′ = rB + rsδ, C′ = C + sA: in the verifier's equation both sides grow by e(A, sδ).
 */
export function blindAgain({ a, b, c }: ProofPoints, delta2: AffinePoint, { r, s }: Blinding): ProofPoints {
  return {
    a: G1.sumOfProducts([{ point: a, scalar: modularInverse(r, FIELD_MODULUS) }]),
    b: G2.sumOfProducts([
      { point: b, scalar: r },
      { point: delta2, scalar: (r * s) % FIELD_MODULUS },
    ]),
    c: G1.sum([c, G1.sumOfProducts([{ point: a, scalar: s }])]),
  };
}
