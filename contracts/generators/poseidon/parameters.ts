import { FIELD_MODULUS } from "../../../circuits/field.ts";
import { inverse } from "./field.ts";
import { Grain } from "./grain.ts";
import type { Matrix, Vector } from "./matrix.ts";

/** Elements in the state; one more than the hash has inputs. */
export type Width = 4 | 5;

/** A Poseidon permutation over BN254's scalar field. */
export interface PoseidonParameters {
  readonly width: Width;
  /** Rounds in which every element goes through the S-box: half of them first, half of them last. */
  readonly fullRounds: number;
  /** Rounds in between, in which only the first element does. */
  readonly partialRounds: number;
  /** What each round adds to the state, by round. */
  readonly roundConstants: readonly Vector[];
  /** What each round multiplies the state with at its end. */
  readonly matrix: Matrix;
}

const FIELD_BITS = 254;
const FULL_ROUNDS = 8;
/** circomlib's numbers: those of Poseidon's authors for 128 bits of security, rounded up. */
const PARTIAL_ROUNDS: Record<Width, number> = { 4: 56, 5: 60 };

/** circomlib's Poseidon, derived as its authors derive it. */
export function poseidonParameters(width: Width): PoseidonParameters {
  const partialRounds = PARTIAL_ROUNDS[width];
  const grain = new Grain({ fieldBits: FIELD_BITS, width, fullRounds: FULL_ROUNDS, partialRounds });

  const roundConstants = Array.from({ length: FULL_ROUNDS + partialRounds }, () =>
    Array.from({ length: width }, () => nextElement(grain)),
  );
  // A Cauchy matrix: every square part of it is invertible, so a change of one element spreads to all.
  const points = Array.from({ length: 2 * width }, () => grain.next(FIELD_BITS) % FIELD_MODULUS);
  const [rows, columns] = [points.slice(0, width), points.slice(width)];
  const matrix = rows.map((x) => columns.map((y) => inverse(x + y)));

  return { width, fullRounds: FULL_ROUNDS, partialRounds, roundConstants, matrix };
}

/** Numbers that are not below the modulus are skipped, not reduced, so that every element is equally likely. */
function nextElement(grain: Grain): bigint {
  let candidate = grain.next(FIELD_BITS);
  while (candidate >= FIELD_MODULUS) candidate = grain.next(FIELD_BITS);
  return candidate;
}
