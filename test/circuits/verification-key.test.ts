import { describe, expect, it } from "vitest";

import committed from "../../circuits/artifacts/review/review.vkey.json" with { type: "json" };
import {
  MalformedVerificationKeyError,
  parseVerificationKey,
  SkippedCeremonyError,
  type VerificationKey,
} from "../../circuits/verification-key.ts";

const SIGNALS = committed.nPublic;

/** q: no coordinate, but 0 to whoever reduces it. */
const BEYOND = "21888242871839275222246405745257275088696311157297823662689037894645226208583";

describe("a verification key", () => {
  it("is read into a fresh object that holds nothing else", () => {
    const json = JSON.stringify(committed).replace("{", '{"__proto__":{"polluted":true},"extra":1,');
    const key = parseVerificationKey(JSON.parse(json), SIGNALS);
    expect(committed).toMatchObject(key);
    expect(Object.keys(key)).not.toContain("extra");
    expect(Object.keys(key)).not.toContain("vk_alphabeta_12");
    expect(Object.getPrototypeOf(key)).toBe(Object.prototype);
  });

  it.each<[string, (key: VerificationKey) => unknown, string]>([
    ["nothing in it", () => undefined, "the top"],
    ["another protocol", (key) => ({ ...key, protocol: "plonk" }), "protocol"],
    ["another curve", (key) => ({ ...key, curve: "bls12381" }), "curve"],
    ["another number of signals", (key) => ({ ...key, nPublic: SIGNALS - 1 }), "nPublic"],
    ["one point too few", (key) => ({ ...key, IC: key.IC.slice(1) }), "IC"],
    ["a coordinate of q", (key) => ({ ...key, vk_alpha_1: [BEYOND, "2", "1"] }), "vk_alpha_1"],
    ["a leading zero", (key) => ({ ...key, vk_alpha_1: ["01", "2", "1"] }), "vk_alpha_1"],
    ["a point at infinity", (key) => ({ ...key, IC: key.IC.with(3, ["0", "1", "0"] as never) }), "IC[3]"],
    ["a flat β", (key) => ({ ...key, vk_beta_2: ["1", "2", "3", "4", "1", "0"] }), "vk_beta_2"],
    ["inherited fields", (key) => Object.create(key) as unknown, "protocol"],
  ])("with %s is malformed there", (_, spoil, field) => {
    const malformed = spoil(parseVerificationKey(committed, SIGNALS));
    expect(() => parseVerificationKey(malformed, SIGNALS)).toThrow(MalformedVerificationKeyError);
    expect(() => parseVerificationKey(malformed, SIGNALS)).toThrow(`malformed at ${field}.`);
  });

  it("whose phase 2 was skipped (δ = γ) is refused: anyone could forge proofs", () => {
    const forgeable = { ...committed, vk_delta_2: committed.vk_gamma_2 };
    expect(() => parseVerificationKey(forgeable, SIGNALS)).toThrow(SkippedCeremonyError);
  });
});
