import { curves } from "snarkjs";

/** A point in the curve library's own representation. */
type Point = Uint8Array;

interface Group<Coordinates> {
  /** The generator. */
  readonly g: Point;
  timesScalar(point: Point, scalar: bigint): Point;
  toAffine(point: Point): Point;
  toObject(point: Point): Coordinates;
}

interface Bn254 {
  readonly G1: Group<[x: bigint, y: bigint, z: bigint]>;
  /** Coordinates as real and imaginary part. */
  readonly G2: Group<[x: [bigint, bigint], y: [bigint, bigint], z: [bigint, bigint]]>;
}

const singleThreaded = curves.getCurveFromName as (
  name: "bn128",
  options: { singleThread: boolean },
) => Promise<unknown>;
const { G1, G2 } = (await singleThreaded("bn128", { singleThread: true })) as Bn254;

/** The multiple of G1's generator as x, y; zero is the point at infinity, which the EVM writes as 0, 0. */
export function g1(scalar: bigint): [bigint, bigint] {
  if (scalar === 0n) return [0n, 0n];
  const [x, y] = G1.toObject(G1.toAffine(G1.timesScalar(G1.g, scalar)));
  return [x, y];
}

/** The multiple of G2's generator as x, y, each with its real part first. */
export function g2(scalar: bigint): [[bigint, bigint], [bigint, bigint]] {
  if (scalar === 0n) {
    return [
      [0n, 0n],
      [0n, 0n],
    ];
  }
  const [x, y] = G2.toObject(G2.toAffine(G2.timesScalar(G2.g, scalar)));
  return [x, y];
}
