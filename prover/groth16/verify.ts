import type { Curve, CurvePoint } from "snarkjs";

import { FIELD_MODULUS } from "../field.ts";
import type { G1Coordinates, G2Coordinates } from "../../circuits/points.ts";
import type { Groth16Proof } from "./proof.ts";
import { MalformedVerificationKeyError, type VerificationKey } from "../../circuits/verification-key.ts";

/**
 * The code of the pairing, imported when it is needed: snarkjs does not load everywhere. Bundlers make a file of its own of
 * it, so whoever may lose the network has to ask for it before.
 */
export const loadPairing = () => import("./pairing-curve.ts");

/** The point, or undefined where the coordinates are not on the curve. */
function pointOfG1(curve: Curve, [x, y]: G1Coordinates): CurvePoint | undefined {
  const point = curve.G1.fromObject([BigInt(x), BigInt(y), 1n]);
  return curve.G1.isValid(point) ? point : undefined;
}

/** The point, or undefined where the coordinates are not on the curve or not in the subgroup of order r. */
function pointOfG2(curve: Curve, [x, y]: G2Coordinates): CurvePoint | undefined {
  const point = curve.G2.fromObject([
    [BigInt(x[0]), BigInt(x[1])],
    [BigInt(y[0]), BigInt(y[1])],
    [1n, 0n],
  ]);
  if (!curve.G2.isValid(point)) return undefined;
  // The twist has points outside the subgroup, on which the pairing means nothing; the EVM refuses them too.
  return curve.G2.isZero(curve.G2.timesScalar(point, FIELD_MODULUS)) ? point : undefined;
}

function keyPoint(field: string, point: CurvePoint | undefined): CurvePoint {
  if (point === undefined) throw new MalformedVerificationKeyError(field);
  return point;
}

/** A verification key's points, checked to be what a key must be made of. */
interface CheckedKey {
  readonly alpha: CurvePoint;
  readonly beta: CurvePoint;
  readonly gamma: CurvePoint;
  readonly delta: CurvePoint;
  readonly constant: CurvePoint;
  readonly coefficients: readonly CurvePoint[];
}

function checkKey(curve: Curve, key: VerificationKey): CheckedKey {
  const alpha = keyPoint("vk_alpha_1", pointOfG1(curve, key.vk_alpha_1));
  const beta = keyPoint("vk_beta_2", pointOfG2(curve, key.vk_beta_2));
  const gamma = keyPoint("vk_gamma_2", pointOfG2(curve, key.vk_gamma_2));
  const delta = keyPoint("vk_delta_2", pointOfG2(curve, key.vk_delta_2));
  const [constant, ...coefficients] = key.IC.map((point, index) =>
    keyPoint(`IC[${index}]`, pointOfG1(curve, point)),
  );
  return { alpha, beta, gamma, delta, constant: constant!, coefficients };
}

let lastKey: { readonly text: string; readonly checked: CheckedKey } | undefined;

// A reader verifies many proofs under one key, and checking its points takes a quarter of a verification. The key is
// recognised by its content: an object of the same identity may have been changed.
function checkedKey(curve: Curve, key: VerificationKey): CheckedKey {
  const text = JSON.stringify(key);
  if (lastKey?.text !== text) lastKey = { text, checked: checkKey(curve, key) };
  return lastKey.checked;
}

/**
 * Whether a Groth16 proof holds: `e(A, B) = e(α, β) · e(Σ signalᵢ · ICᵢ, γ) · e(C, δ)`.
 *
 * @param publicSignals One field element for each public signal; the caller has checked that they are.
 * @throws MalformedVerificationKeyError where a point of the key is not on its curve.
 */
export async function verifyGroth16(
  proof: Groth16Proof,
  publicSignals: readonly bigint[],
  key: VerificationKey,
): Promise<boolean> {
  const { pairingCurve } = await loadPairing();
  const curve = await pairingCurve();
  const { G1 } = curve;
  const { alpha, beta, gamma, delta, constant, coefficients } = checkedKey(curve, key);

  const a = pointOfG1(curve, proof.pi_a);
  const b = pointOfG2(curve, proof.pi_b);
  const c = pointOfG1(curve, proof.pi_c);
  if (a === undefined || b === undefined || c === undefined) return false;

  const signals = publicSignals.reduce(
    (sum, signal, index) => G1.add(sum, G1.timesScalar(coefficients[index]!, signal)),
    constant,
  );
  return curve.pairingEq(G1.neg(a), b, signals, gamma, c, delta, alpha, beta);
}
