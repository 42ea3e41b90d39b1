import type { FinitePoint } from "../curve.ts";
import { compileKernel, KernelUnsupportedError } from "../kernel/compile.ts";
import { Kernel } from "../kernel/instance.ts";
import { inSubgroup, productIsOne } from "./kernel-pairing.ts";

/** A point of G1 and one of G2. */
export interface Pair {
  readonly first: FinitePoint;
  readonly second: FinitePoint;
}

/** What a verifier asks of a pairing-friendly curve. */
export interface Pairing {
  /** Whether points on the twist's curve are in G2, the subgroup of order r: the twist has others, on which a pairing means nothing. */
  inSubgroup(points: readonly FinitePoint[]): boolean;
  /** Whether Π e(first, second) = 1. */
  productIsOne(pairs: readonly Pair[]): boolean | Promise<boolean>;
}

/**
 * The code of the fall-back, imported only where the kernel does not run. Bundlers make a file of its own of it, so whoever may
 * lose the network has to ask for it before.
 */
const loadFallBack = () => import("./snarkjs-pairing.ts");

let started: Promise<Pairing> | undefined;

/** The pairing on the kernel, or on snarkjs where that does not run; in the calling thread, and nothing to end. */
export function startPairing(): Promise<Pairing> {
  started ??= start().catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(): Promise<Pairing> {
  try {
    const kernel = await Kernel.start(await compileKernel());
    return {
      inSubgroup: (points) => inSubgroup(kernel, points),
      productIsOne: (pairs) => productIsOne(kernel, pairs),
    };
  } catch (error) {
    if (!(error instanceof KernelUnsupportedError)) throw error;
    return (await loadFallBack()).snarkjsPairing();
  }
}
