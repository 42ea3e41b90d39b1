import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";

import { claimRequest } from "../../../fixtures/claim-request.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  claimScope,
  NO_GROUP,
  policyIdOf,
  scopeOf,
  type ClaimScope,
  type PolicyTerms,
} from "../../../prover/claim/index.ts";
import { PatientKeys, type BookingKeys } from "../../../prover/keys/index.ts";
import { programHashOf } from "../../../prover/policy/index.ts";
import { createProver, type ClaimProver } from "../../../prover/proving/index.ts";

const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const LOCATION = { chainId: 31_337n, book: "0x5FbDB2315678afecb367f032d93F642f64180aa3" };
const GROUP = `0x${"a1".repeat(32)}`;

function termsOf({ group, salt }: { readonly group: string; readonly salt: string }): PolicyTerms {
  return {
    insurer: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    programHash: programHashOf(claimRequest().program),
    sourceHash: `0x${"50".repeat(32)}`,
    payout: 1_000_000n,
    maximumClaims: 10,
    opensAt: 0,
    closesAt: 2_000_000_000,
    coverageNotice: 86_400,
    group,
    salt: `0x${salt.repeat(32)}`,
  };
}

const ALONE = termsOf({ group: NO_GROUP, salt: "01" });
const GROUPED = termsOf({ group: GROUP, salt: "02" });
const SIBLING = termsOf({ group: GROUP, salt: "03" });

describe("the nullifier that a booking's keys give for a policy", () => {
  let prover: ClaimProver;
  let keys: BookingKeys;

  beforeAll(async () => {
    prover = await createProver({ artifacts: await loadArtifacts("claim") });
    keys = PatientKeys.fromPhrase(PHRASE).booking(5);
  });

  afterAll(() => prover.close());

  it.each([
    ["on its own", ALONE],
    ["of a group", GROUPED],
  ])("is the circuit's public signal for one %s", async (_, terms) => {
    const scope = scopeOf(terms, LOCATION);
    const { proof, statement } = await prover.proveClaim(claimRequest({ secret: keys.secret, scope }));
    expect(statement.scope).toBe(scope);
    const holdsFor = (nullifier: bigint) =>
      prover.verifyClaim({ proof, statement: { ...statement, nullifier } });
    expect(await holdsFor(keys.claimNullifier(scope))).toBe(true);
    const ofNumber = keys.claimNullifier(claimScope(policyIdOf(terms, LOCATION)));
    expect(await holdsFor(ofNumber)).toBe(terms.group === NO_GROUP);
  });

  it("is one for all policies of a group, and another for every other policy", () => {
    const nullifierOf = (terms: PolicyTerms) => keys.claimNullifier(scopeOf(terms, LOCATION));
    expect(nullifierOf(SIBLING)).toBe(nullifierOf(GROUPED));
    expect(nullifierOf(ALONE)).not.toBe(nullifierOf(GROUPED));
  });

  it("cannot be asked for by the policy's number", () => {
    expectTypeOf(policyIdOf).returns.not.toExtend<ClaimScope>();
    expectTypeOf(scopeOf).returns.toEqualTypeOf<ClaimScope>();
    expectTypeOf<BookingKeys["claimNullifier"]>().parameter(0).toEqualTypeOf<ClaimScope>();
  });
});
