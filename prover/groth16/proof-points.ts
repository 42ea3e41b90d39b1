import type { G1Coordinates, G2Coordinates } from "../../circuits/points.ts";
import type { AffinePoint, FinitePoint } from "./curve.ts";
import type { Groth16Proof } from "./proof.ts";

/** A proof as points that can be computed with: A and C in G1, B in G2. */
export interface ProofPoints {
  readonly a: AffinePoint;
  readonly b: AffinePoint;
  readonly c: AffinePoint;
}

/** A point of G1 in its JSON form. */
export const pointOfG1 = ([x, y]: G1Coordinates): FinitePoint => [BigInt(x), BigInt(y)];

/** A point of G2 in its JSON form. */
export const pointOfG2 = ([x, y]: G2Coordinates): FinitePoint => [
  BigInt(x[0]),
  BigInt(x[1]),
  BigInt(y[0]),
  BigInt(y[1]),
];

/** The points of a proof in its JSON form, none of which is infinity. */
export function pointsOf({ pi_a, pi_b, pi_c }: Groth16Proof) {
  return { a: pointOfG1(pi_a), b: pointOfG2(pi_b), c: pointOfG1(pi_c) } satisfies ProofPoints;
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
