import { describe, expect, it } from "vitest";

import { claimNullifierOf, patientCommitmentOf, reviewNullifierOf } from "../../prover/commitments.ts";
import { FIELD_MODULUS, NotAFieldElementError } from "../../prover/field.ts";
import { claimScope, type ClaimScope } from "../../prover/claim/scope.ts";
import vectors from "../../fixtures/vectors/commitments.json" with { type: "json" };

describe("commitment and nullifiers", () => {
  it.each(vectors)("of secret $secret are those of the vectors", (vector) => {
    const secret = BigInt(vector.secret);
    expect(patientCommitmentOf(secret).toString()).toBe(vector.patientCommitment);
    expect(reviewNullifierOf(secret).toString()).toBe(vector.reviewNullifier);
    for (const { scope, claimNullifier } of vector.claimNullifiers) {
      expect(claimNullifierOf(secret, claimScope(BigInt(scope))).toString()).toBe(claimNullifier);
    }
  });

  it.each([-1n, FIELD_MODULUS, FIELD_MODULUS + 1n, 2n ** 100_000n])(
    "refuse what aliases a secret",
    (secret) => {
      expect(() => patientCommitmentOf(secret)).toThrow(NotAFieldElementError);
      expect(() => reviewNullifierOf(secret)).toThrow(NotAFieldElementError);
      expect(() => claimNullifierOf(secret, claimScope(1n))).toThrow(NotAFieldElementError);
      expect(() => claimScope(secret)).toThrow(NotAFieldElementError);
      expect(() => claimNullifierOf(1n, secret as ClaimScope)).toThrow(NotAFieldElementError);
    },
  );
});
