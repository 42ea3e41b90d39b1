// What a verifier looks at beside the pairing, each on its own: the pairing here finds every product to be one.
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { MalformedVerificationKeyError } from "../../../circuits/verification-key.ts";
import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import type { FinitePoint } from "../../../prover/groth16/curve.ts";
import type { Groth16Proof } from "../../../prover/groth16/proof.ts";
import { verifyGroth16 } from "../../../prover/groth16/verify.ts";

/** Whether the pairing takes every point for one of order r. */
const pairing = vi.hoisted(() => ({ takesAll: false }));

vi.mock("../../../prover/groth16/pairing/pairing.ts", async (original) => {
  const { startPairing } = await original<typeof import("../../../prover/groth16/pairing/pairing.ts")>();
  return {
    startPairing: async () => {
      const started = await startPairing();
      return {
        inSubgroup: (points: readonly FinitePoint[]) => pairing.takesAll || started.inSubgroup(points),
        productIsOne: () => true,
      };
    },
  };
});

// On the twist y² = x³ + 3 / (9 + u), at x = 1, and not of order r.
const OUTSIDE_SUBGROUP: Groth16Proof["pi_b"] = [
  ["1", "0"],
  [
    "18278151005453108793778860132295291098363647455926340152056652516292830556603",
    "5912654199736721486680175016176231956195085055698687135131307249486702594212",
  ],
  ["1", "0"],
];
const OFF_CURVE: Groth16Proof["pi_a"] = ["1", "3", "1"];
const OFF_TWIST: Groth16Proof["pi_b"] = [
  ["1", "0"],
  ["1", "0"],
  ["1", "0"],
];

let key: ReviewArtifacts["verificationKey"];
let proof: Groth16Proof;
let signals: bigint[];

beforeAll(async () => {
  ({ verificationKey: key } = await loadArtifacts("review"));
  // Points of the key are as good as any that are where a proof's have to be.
  const point = key.vk_alpha_1;
  proof = { pi_a: point, pi_b: key.vk_beta_2, pi_c: point, protocol: "groth16", curve: "bn128" };
  signals = Array.from({ length: key.nPublic }, (_, index) => BigInt(index + 1));
});

it("nothing else is refused", async () => {
  expect(await verifyGroth16(proof, signals, key)).toBe(true);
});

describe("a proof is refused", () => {
  it.each([
    ["A is not on the curve", { pi_a: OFF_CURVE }],
    ["C is not on the curve", { pi_c: OFF_CURVE }],
    ["B is not of order r", { pi_b: OUTSIDE_SUBGROUP }],
  ])("whose %s", async (_, altered) => {
    expect(await verifyGroth16({ ...proof, ...altered }, signals, key)).toBe(false);
  });
});

describe("points off the twist are refused, though the pairing would take them:", () => {
  beforeEach(() => {
    pairing.takesAll = true;
    return () => (pairing.takesAll = false);
  });

  it("B", async () => {
    expect(await verifyGroth16({ ...proof, pi_b: OUTSIDE_SUBGROUP }, signals, key)).toBe(true);
    expect(await verifyGroth16({ ...proof, pi_b: OFF_TWIST }, signals, key)).toBe(false);
  });

  it.each(["vk_beta_2", "vk_gamma_2", "vk_delta_2"] as const)("%s", async (field) => {
    const altered = { ...key, [field]: OFF_TWIST };
    await expect(verifyGroth16(proof, signals, altered)).rejects.toThrow(MalformedVerificationKeyError);
  });
});

describe("a key is refused", () => {
  it.each([
    ["vk_alpha_1", OFF_CURVE],
    ["vk_beta_2", OFF_TWIST],
    ["vk_gamma_2", OUTSIDE_SUBGROUP],
    ["vk_delta_2", OUTSIDE_SUBGROUP],
  ] as const)("whose %s is not where it has to be", async (field, point) => {
    const error: unknown = await verifyGroth16(proof, signals, { ...key, [field]: point }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(MalformedVerificationKeyError);
    expect((error as MalformedVerificationKeyError).field).toBe(field);
  });

  it("whose point of a signal is not on the curve", async () => {
    const altered = { ...key, IC: key.IC.with(key.nPublic, OFF_CURVE) };
    await expect(verifyGroth16(proof, signals, altered)).rejects.toThrow(MalformedVerificationKeyError);
  });
});
