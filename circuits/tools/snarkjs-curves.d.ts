import "snarkjs";

// The published types leave this part of snarkjs out.
declare module "snarkjs" {
  namespace curves {
    /** The curve that snarkjs computes with, and the worker threads that it keeps. */
    function getCurveFromName(name: "bn128"): Promise<{ terminate(): Promise<void> }>;
  }
}
