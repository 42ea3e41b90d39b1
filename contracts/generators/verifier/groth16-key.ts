import { concat, toBeHex } from "ethers";

import type { G1Coordinates, G2Coordinates } from "../../../circuits/points.ts";
import type { VerificationKey } from "../../../circuits/verification-key.ts";
import { add, multiply, type Point, reduce } from "./g1.ts";

/** Public signals that have the same value in most proofs, by their index from 0; any other is usually zero. */
export type UsualSignals = Readonly<Record<number, bigint>>;

/**
 * A verification key as contracts/libraries/Groth16Batch.sol takes it, hexadecimal with 0x: α, −β, −γ, −δ, the constant
 * term's point with what the usual signals add to it, then a point and the usual value for each signal, as 32-byte words.
 */
export function groth16Key(key: VerificationKey, usual: UsualSignals = {}): string {
  const [constant, ...signals] = key.IC.map(pointOf);
  const values = signals.map((_, index) => usual[index] ?? 0n);
  const usually = signals.reduce<Point | undefined>(
    (sum, point, index) => add(sum, multiply(point, values[index]!)),
    constant,
  );
  const words = [
    ...wordsOf(pointOf(key.vk_alpha_1)),
    ...[key.vk_beta_2, key.vk_gamma_2, key.vk_delta_2].flatMap(negated),
    ...wordsOf(usually),
    ...signals.flatMap((point, index) => [...wordsOf(point), values[index]!]),
  ];
  return concat(words.map((word) => toBeHex(word, 32)));
}

function pointOf([x, y]: G1Coordinates): Point {
  return { x: BigInt(x), y: BigInt(y) };
}

/** x and y; the EVM writes infinity as 0, 0. */
function wordsOf(point: Point | undefined): bigint[] {
  return [point?.x ?? 0n, point?.y ?? 0n];
}

/** −P as the EVM orders it, imaginary parts first; a point is negated by its y alone. */
function negated([x, y]: G2Coordinates): bigint[] {
  return [BigInt(x[1]), BigInt(x[0]), reduce(-BigInt(y[1])), reduce(-BigInt(y[0]))];
}
