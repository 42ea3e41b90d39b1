// What the prover uses of snarkjs: the fall-back for processors that its own kernel does not fit.
import { curves as snarkjsCurves, groth16, type Curve } from "snarkjs";

export { groth16 };

type CurveOfThreads = Curve & { readonly tm: { workers?: readonly unknown[] } };

export const curves: Pick<typeof snarkjsCurves, "getCurveFromName"> = {
  getCurveFromName: async (name, options) => {
    const curve = (await snarkjsCurves.getCurveFromName(name, options)) as CurveOfThreads;
    // Where there is no Worker to be had, as in Node, this flavour of snarkjs computes in the calling thread, and then
    // fails when it is asked to end the workers that it does not have.
    if (typeof Worker === "undefined") curve.tm.workers ??= [];
    return curve;
  },
};
