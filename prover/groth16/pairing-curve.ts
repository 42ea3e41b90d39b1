// A module of its own, so that whoever imports the pairing when it is needed gets nothing else of snarkjs.
import { curves, type Curve } from "snarkjs";

let started: Promise<Curve> | undefined;

/** The curve with its pairing, in the calling thread. */
export function pairingCurve(): Promise<Curve> {
  // snarkjs's own verifier starts worker threads, which a reader would have to end, and skips the subgroup check.
  // Four pairings need no threads.
  started ??= curves.getCurveFromName("bn128", { singleThread: true });
  return started;
}
