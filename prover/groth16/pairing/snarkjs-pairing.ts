// A module of its own, so that whoever imports the pairing when it is needed gets nothing else of snarkjs.
import { curves, type Curve, type CurvePoint } from "snarkjs";

import { FIELD_MODULUS } from "../../field.ts";
import type { FinitePoint } from "../curve.ts";
import type { Pair, Pairing } from "./pairing.ts";

/** The pairing of snarkjs, for processors and browsers that the kernel does not fit. */
export async function snarkjsPairing(): Promise<Pairing> {
  // snarkjs's own verifier starts worker threads, which a reader would have to end, and skips the subgroup check.
  // Four pairings need no threads.
  const curve = await curves.getCurveFromName("bn128", { singleThread: true });
  const { G2 } = curve;
  return {
    inSubgroup: (points) =>
      points.every((point) => G2.isZero(G2.timesScalar(pointOfG2(curve, point), FIELD_MODULUS))),
    productIsOne: (pairs) =>
      curve.pairingEq(
        ...pairs.flatMap(({ first, second }: Pair) => [pointOfG1(curve, first), pointOfG2(curve, second)]),
      ),
  };
}

function pointOfG1({ G1 }: Curve, point: FinitePoint): CurvePoint {
  const [x, y] = point as [bigint, bigint];
  return G1.fromObject([x, y, 1n]);
}

function pointOfG2({ G2 }: Curve, point: FinitePoint): CurvePoint {
  const [xReal, xImaginary, yReal, yImaginary] = point as [bigint, bigint, bigint, bigint];
  return G2.fromObject([
    [xReal, xImaginary],
    [yReal, yImaginary],
    [1n, 0n],
  ]);
}
