import { describe, expect, it } from "vitest";

import {
  claimNullifierOf,
  claimSignal,
  coverageCommitmentOf,
  coverageLeafOf,
  CoverageTree,
  policyIdOf,
  programHashOf,
  programWordsOf,
  scopeOf,
  type Program,
} from "../../../prover/index.ts";
import { claimScope } from "../../../prover/claim/scope.ts";
import vectors from "../../../fixtures/vectors/claim.json" with { type: "json" };

describe("the vectors of a claim", () => {
  it.each(vectors.programs)("programs: $programHash", ({ clauses, words, programHash }) => {
    const program: Program = {
      clauses: clauses.map(({ lo, hi, ...clause }) => ({ ...clause, lo: BigInt(lo), hi: BigInt(hi) })),
    };
    expect(programWordsOf(program).map(String)).toEqual(words);
    expect(String(programHashOf(program))).toBe(programHash);
  });

  it.each(vectors.secrets)("what a secret shows in scope $scope", (vector) => {
    const [secret, scope] = [BigInt(vector.secret), claimScope(BigInt(vector.scope))] as const;
    expect(String(claimNullifierOf(secret, scope))).toBe(vector.nullifier);
    expect(String(coverageCommitmentOf(secret, scope))).toBe(vector.coverageCommitment);
  });

  it.each(vectors.coverages)("coverages: $leaf", ({ commitment, leaf, ...days }) => {
    expect(String(coverageLeafOf({ commitment: BigInt(commitment), ...days }))).toBe(leaf);
  });

  it.each(vectors.coverageTrees)("coverage trees: $root", ({ leaves, root }) => {
    expect(String(CoverageTree.fromLeaves(leaves.map(BigInt)).root)).toBe(root);
  });

  it.each(vectors.policies)("policies: $policyId", ({ chainId, book, terms, policyId, scope }) => {
    const place = { chainId: BigInt(chainId), book };
    const read = { ...terms, programHash: BigInt(terms.programHash), payout: BigInt(terms.payout) };
    expect(String(policyIdOf(read, place))).toBe(policyId);
    expect(String(scopeOf(read, place))).toBe(scope);
  });

  it.each(vectors.claims)("claims: $signal", ({ content, signal }) => {
    const { chainId, policyId, fee, ...addresses } = content;
    const read = { ...addresses, chainId: BigInt(chainId), policyId: BigInt(policyId), fee: BigInt(fee) };
    expect(String(claimSignal(read))).toBe(signal);
  });
});
