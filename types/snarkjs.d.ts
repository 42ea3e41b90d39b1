// What @types/snarkjs leaves out: the curve, on which verification works without worker threads.
import "snarkjs";

declare module "snarkjs" {
  /** A point as bytes, affine or projective, in Montgomery form. */
  export type CurvePoint = Uint8Array;

  export interface CurveGroup<Coordinates> {
    fromObject(point: Coordinates): CurvePoint;
    toAffine(point: CurvePoint): CurvePoint;
    isValid(point: CurvePoint): boolean;
    isZero(point: CurvePoint): boolean;
    add(left: CurvePoint, right: CurvePoint): CurvePoint;
    neg(point: CurvePoint): CurvePoint;
    timesScalar(point: CurvePoint, scalar: bigint): CurvePoint;
  }

  export interface Curve {
    readonly G1: CurveGroup<[bigint, bigint, bigint]>;
    readonly G2: CurveGroup<[[bigint, bigint], [bigint, bigint], [bigint, bigint]]>;
    /** Whether the product of e(G1, G2) over the alternating points is one. */
    pairingEq(...points: CurvePoint[]): Promise<boolean>;
    /** Ends the worker threads; a single-threaded curve has none. */
    terminate(): Promise<void>;
  }

  export namespace curves {
    /** Without `singleThread` every caller in the process shares one curve and its workers. */
    function getCurveFromName(name: "bn128", options?: { singleThread: boolean }): Promise<Curve>;
  }
}
