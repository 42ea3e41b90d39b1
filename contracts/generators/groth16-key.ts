import { concat, toBeHex } from "ethers";

import type { G2Point, VerificationKey } from "../../circuits/tools/verification-key.ts";

/** Order p of BN254's base field, in which the coordinates of points lie. */
const BASE_FIELD_MODULUS = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/**
 * A verification key as contracts/libraries/Groth16Batch.sol takes it, hexadecimal with 0x: α, −β, −γ, −δ, the point of
 * the constant term and one point for each public signal, as 32-byte words.
 */
export function groth16Key(key: VerificationKey): string {
  const [alpha, ...signalPoints] = [key.vk_alpha_1, ...key.IC].map(([x, y]) => [x, y].map(BigInt));
  const words = [
    ...alpha!,
    ...[key.vk_beta_2, key.vk_gamma_2, key.vk_delta_2].flatMap(negated),
    ...signalPoints.flat(),
  ];
  return concat(words.map((word) => toBeHex(word, 32)));
}

/** −P as the EVM orders it, imaginary parts first; a point is negated by its y alone. */
function negated([x, y]: G2Point): bigint[] {
  return [BigInt(x[1]), BigInt(x[0]), negatedCoordinate(y[1]), negatedCoordinate(y[0])];
}

function negatedCoordinate(part: string): bigint {
  return (BASE_FIELD_MODULUS - BigInt(part)) % BASE_FIELD_MODULUS;
}
