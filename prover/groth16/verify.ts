import { BASE_FIELD_MODULUS as Q } from "../../circuits/field.ts";
import { MalformedVerificationKeyError, type VerificationKey } from "../../circuits/verification-key.ts";
import { extensionField, G1, type AffinePoint, type Complex, type FinitePoint } from "./curve.ts";
import { startPairing, type Pairing } from "./pairing/pairing.ts";
import { XI } from "./pairing/tower.ts";
import { pointOfG1, pointOfG2, pointsOf } from "./proof-points.ts";
import type { Groth16Proof } from "./proof.ts";

/** y² = x³ + 3 */
function isOnCurve([x, y]: FinitePoint): boolean {
  return (y! * y! - x! * x! * x! - 3n) % Q === 0n;
}

/** y² = x³ + 3/ξ, the curve that G2 lies on, multiplied by ξ. */
function isOnTwist([xReal, xImaginary, yReal, yImaginary]: FinitePoint): boolean {
  const { multiply, subtract, isZero } = extensionField;
  const x: Complex = { real: xReal!, imaginary: xImaginary! };
  const y: Complex = { real: yReal!, imaginary: yImaginary! };
  const difference = subtract(multiply(y, y), multiply(multiply(x, x), x));
  return isZero(subtract(multiply(difference, XI), { real: 3n, imaginary: 0n }));
}

/** A verification key's points, checked to be what a key must be made of. */
interface CheckedKey {
  readonly alpha: FinitePoint;
  readonly beta: FinitePoint;
  readonly gamma: FinitePoint;
  readonly delta: FinitePoint;
  readonly constant: FinitePoint;
  readonly coefficients: readonly FinitePoint[];
}

function checkKey(pairing: Pairing, key: VerificationKey): CheckedKey {
  const keyPoint = (field: string, point: FinitePoint, isRight: (point: FinitePoint) => boolean) => {
    if (!isRight(point)) throw new MalformedVerificationKeyError(field);
    return point;
  };
  const ofTwist = {
    vk_beta_2: pointOfG2(key.vk_beta_2),
    vk_gamma_2: pointOfG2(key.vk_gamma_2),
    vk_delta_2: pointOfG2(key.vk_delta_2),
  };
  const [beta, gamma, delta] = Object.entries(ofTwist).map(([field, point]) =>
    keyPoint(field, point, isOnTwist),
  ) as [FinitePoint, FinitePoint, FinitePoint];
  // Together they take half the time, but do not tell which of them is not.
  if (!pairing.inSubgroup([beta, gamma, delta])) {
    for (const [field, point] of Object.entries(ofTwist))
      keyPoint(field, point, () => pairing.inSubgroup([point]));
  }
  const [constant, ...coefficients] = key.IC.map((point, index) =>
    keyPoint(`IC[${index}]`, pointOfG1(point), isOnCurve),
  );
  return {
    alpha: keyPoint("vk_alpha_1", pointOfG1(key.vk_alpha_1), isOnCurve),
    beta,
    gamma,
    delta,
    constant: constant!,
    coefficients,
  };
}

let lastKey: { readonly text: string; readonly checked: CheckedKey } | undefined;

// A reader verifies many proofs under one key, and checking its points takes as long as half a verification. The key is
// recognised by its content: an object of the same identity may have been changed.
function checkedKey(pairing: Pairing, key: VerificationKey): CheckedKey {
  const text = JSON.stringify(key);
  if (lastKey?.text !== text) lastKey = { text, checked: checkKey(pairing, key) };
  return lastKey.checked;
}

/**
 * Does what a first verification takes longer for than later ones do, for whoever has the time before there is a proof.
 *
 * @throws MalformedVerificationKeyError where a point of the key is not on its curve.
 */
export async function prepareVerification(key: VerificationKey): Promise<void> {
  checkedKey(await startPairing(), key);
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
  const pairing = await startPairing();
  const { alpha, beta, gamma, delta, constant, coefficients } = checkedKey(pairing, key);
  const { a, b, c } = pointsOf(proof);
  if (!isOnCurve(a) || !isOnCurve(c) || !isOnTwist(b) || !pairing.inSubgroup([b])) return false;

  const signals = G1.sum([
    constant,
    G1.sumOfProducts(coefficients.map((point, index) => ({ point, scalar: publicSignals[index]! }))),
  ]);
  const pairs: readonly { readonly first: AffinePoint; readonly second: FinitePoint }[] = [
    { first: G1.negative(a), second: b },
    { first: signals, second: gamma },
    { first: c, second: delta },
    { first: alpha, second: beta },
  ];
  // Infinity, which only the signals' sum can be, counts for one.
  return pairing.productIsOne(
    pairs.flatMap(({ first, second }) => (first === undefined ? [] : [{ first, second }])),
  );
}
