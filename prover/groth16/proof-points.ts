import type { AffinePoint } from "./curve.ts";
import type { Groth16Proof } from "./proof.ts";

/** A proof as points that can be computed with: A and C in G1, B in G2. */
export interface ProofPoints {
  readonly a: AffinePoint;
  readonly b: AffinePoint;
  readonly c: AffinePoint;
}

/** The points of a proof in its JSON form. */
export function pointsOf({ pi_a, pi_b, pi_c }: Groth16Proof): ProofPoints {
  return {
    a: [BigInt(pi_a[0]), BigInt(pi_a[1])],
    b: [BigInt(pi_b[0][0]), BigInt(pi_b[0][1]), BigInt(pi_b[1][0]), BigInt(pi_b[1][1])],
    c: [BigInt(pi_c[0]), BigInt(pi_c[1])],
  };
}

/** The inverse of {@link pointsOf}. None of the points is infinity but by a chance that does not come. */
export function proofOf({ a, b, c }: ProofPoints): Groth16Proof {
  const g1 = (point: AffinePoint): Groth16Proof["pi_a"] => [String(point![0]), String(point![1]), "1"];
  return {
    pi_a: g1(a),
    pi_b: [
      [String(b![0]), String(b![1])],
      [String(b![2]), String(b![3])],
      ["1", "0"],
    ],
    pi_c: g1(c),
    protocol: "groth16",
    curve: "bn128",
  };
}
