import { createHash } from "node:crypto";

import type { G1Coordinates, G2Coordinates } from "../../../../circuits/points.ts";
import type { VerificationKey } from "../../../../circuits/verification-key.ts";
import { groth16Key, type UsualSignals } from "../../../../contracts/generators/verifier/groth16-key.ts";
import { divide, reduce } from "../../../../contracts/generators/poseidon/field.ts";
import { g1, g2 } from "./curve.ts";

/** Words of A, B and C in a statement; the public signals follow. */
export const PROOF_WORDS = 8;

/** A proof and its public signals, as the batch verifier takes them. */
export type Statement = readonly bigint[];

/** A scalar that follows from its label. */
export function scalar(label: string): bigint {
  return reduce(BigInt(`0x${createHash("sha512").update(label).digest("hex")}`));
}

/**
 * A verification key whose secrets are known, so that anything can be proven at once and without a circuit: the proofs
 * verify as real ones do. Keys of different names are different.
 */
export class TrapdoorKey {
  readonly name: string;
  readonly signals: number;
  /** As the contracts take it. */
  readonly bytes: string;
  readonly #secret: Record<"alpha" | "beta" | "gamma" | "delta", bigint>;
  /** The constant term's scalar and each public signal's. */
  readonly #signalScalars: readonly bigint[];

  constructor(name: string, signals: number, usual: UsualSignals = {}) {
    this.name = name;
    this.signals = signals;
    const [alpha, beta, gamma, delta] = ["alpha", "beta", "gamma", "delta"].map((part) =>
      scalar(`${name} ${part}`),
    );
    this.#secret = { alpha: alpha!, beta: beta!, gamma: gamma!, delta: delta! };
    this.#signalScalars = Array.from({ length: signals + 1 }, (_, index) =>
      scalar(`${name} signal ${index}`),
    );
    this.bytes = groth16Key(this.#verificationKey(), usual);
  }

  /** A valid proof for any signals. `a` and `b` are the discrete logarithms of A and B. */
  prove(
    signals: readonly bigint[],
    { a = scalar(`${this.name} a ${signals.join()}`), b = scalar(`${this.name} b ${signals.join()}`) } = {},
  ): Statement {
    const { alpha, beta, gamma, delta } = this.#secret;
    const combined = this.#signalScalars.reduce(
      (sum, factor, index) => sum + factor * (signals[index - 1] ?? 1n),
      0n,
    );
    const c = divide(a * b - alpha * beta - combined * gamma, delta);
    const [[xReal, xImaginary], [yReal, yImaginary]] = g2(b);
    return [...g1(a), xImaginary, xReal, yImaginary, yReal, ...g1(c), ...signals];
  }

  /** Valid statements, each with signals of its own. */
  statements(count: number): Statement[] {
    return Array.from({ length: count }, (_, proof) =>
      this.prove(
        Array.from({ length: this.signals }, (_, signal) => scalar(`signal ${signal} of proof ${proof}`)),
      ),
    );
  }

  #verificationKey(): VerificationKey {
    const { alpha, beta, gamma, delta } = this.#secret;
    return {
      protocol: "groth16",
      curve: "bn128",
      nPublic: this.signals,
      vk_alpha_1: decimalG1(alpha),
      vk_beta_2: decimalG2(beta),
      vk_gamma_2: decimalG2(gamma),
      vk_delta_2: decimalG2(delta),
      IC: this.#signalScalars.map((factor) => decimalG1(factor)),
    };
  }
}

/** The multiple of G1's generator as snarkjs writes it. */
function decimalG1(scalar: bigint): G1Coordinates {
  const [x, y] = g1(scalar);
  return [`${x}`, `${y}`, "1"];
}

/** The multiple of G2's generator as snarkjs writes it. */
function decimalG2(scalar: bigint): G2Coordinates {
  const [x, y] = g2(scalar);
  return [
    [`${x[0]}`, `${x[1]}`],
    [`${y[0]}`, `${y[1]}`],
    ["1", "0"],
  ];
}
