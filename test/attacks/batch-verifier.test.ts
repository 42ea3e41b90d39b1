import { dataSlice } from "ethers";
import { afterAll, describe, expect, it } from "vitest";

import { divide, reduce } from "../../contracts/generators/poseidon/field.ts";
import { withWord, withWords } from "../contracts/groth16/support/altered.ts";
import { g1 } from "../contracts/groth16/support/curve.ts";
import {
  coefficients,
  endChain,
  harness,
  verify,
  weakHarness,
} from "../contracts/groth16/support/harness.ts";
import { PROOF_WORDS, scalar, TrapdoorKey } from "../contracts/groth16/support/trapdoor.ts";
import type { Statement } from "../contracts/groth16/support/trapdoor.ts";

const BASE_FIELD_MODULUS = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

const key = new TrapdoorKey("review", 6);

afterAll(endChain);

/** The coefficients that a verifier derives for these statements. */
async function coefficientsOf(verifier: typeof harness, statements: readonly Statement[]): Promise<bigint[]> {
  const challenge = (await verifier.getFunction("challengeOf")(key.bytes, statements.flat())) as string;
  return coefficients(challenge, statements.length);
}

/**
 * Turns true statements into false ones: a signal of proof i grows by d, the same signal of proof k shrinks by
 * d·rᵢ/rₖ. The sums over all proofs stay what they were.
 */
function shift(
  statements: readonly Statement[],
  signal: number,
  [i, k]: readonly [number, number],
  r: readonly bigint[],
): Statement[] {
  const d = scalar("shift");
  const grown = withWord(statements, i, PROOF_WORDS + signal, (x) => reduce(x + d));
  return withWord(grown, k, PROOF_WORDS + signal, (x) => reduce(x - divide(d * r[i]!, r[k]!)));
}

describe("shifting public signals between two proofs of a batch", () => {
  const pairs = [
    [0, 1],
    [1, 0],
    [1, 2],
    [3, 1],
  ] as const;
  const signals = [0, 1, 5];
  const statements = key.statements(4);

  it.each(pairs)("passes a verifier whose challenge leaves them out: proofs %i and %i", async (...pair) => {
    const r = await coefficientsOf(weakHarness, statements);
    for (const signal of signals) {
      const forged = shift(statements, signal, pair, r);
      for (const statement of forged.filter((_, index) => pair.includes(index as 0 | 1 | 2 | 3))) {
        expect(await verify(key, [statement]), "neither statement is true by itself").toBe(false);
      }
      expect(await verify(key, forged, { verifier: weakHarness })).toBe(true);
    }
  });

  it.each(pairs)("does not pass ours: proofs %i and %i", async (...pair) => {
    for (const verifier of [harness, weakHarness]) {
      const r = await coefficientsOf(verifier, statements);
      for (const signal of signals) {
        expect(await verify(key, shift(statements, signal, pair, r))).toBe(false);
      }
    }
  });

  it("does not pass ours by shifting again with the coefficients of what was shifted", async () => {
    let forged = shift(statements, 1, [0, 1], await coefficientsOf(harness, statements));
    for (let attempt = 0; attempt < 8; attempt++) {
      forged = shift(statements, 1, [0, 1], await coefficientsOf(harness, forged));
      expect(await verify(key, forged)).toBe(false);
    }
  });
});

describe("errors that cancel each other without coefficients", () => {
  const C = 6;

  it("do not pass: C moved by the same point up in one proof and down in another", async () => {
    const signals = Array<bigint>(key.signals).fill(1n);
    const statement = key.prove(signals);
    // C of a proof of the same signals with a·b one more or less than another's differs by one over delta: a known point.
    const [a, b] = [scalar("a"), 1n];
    const middle = key.prove(signals, { a, b });
    const up = key.prove(signals, { a: a + 1n, b });
    const down = key.prove(signals, { a: a - 1n, b });
    const moved = [
      ...withWords([middle], 0, C, up.slice(C, C + 2)),
      ...withWords([middle], 0, C, down.slice(C, C + 2)),
    ];
    expect(await verify(key, [up, down, middle, statement])).toBe(true);
    expect(await verify(key, moved)).toBe(false);
    expect(await verify(key, [statement, ...moved])).toBe(false);
  });

  it("do not pass: signals moved up in one proof and down by as much in another", async () => {
    const statements = key.statements(3);
    expect(await verify(key, shift(statements, 2, [0, 1], [1n, 1n, 1n]))).toBe(false);
    expect(await verify(key, shift(statements, 2, [1, 2], [1n, 1n, 1n]))).toBe(false);
  });
});

describe("a proof put together from the key's own points", () => {
  it("does not pass: A is the key's alpha, B its beta, C nothing or any point", async () => {
    const [alphaX, alphaY, ...negatedBeta] = Array.from({ length: 6 }, (_, word) =>
      BigInt(dataSlice(key.bytes, 32 * word, 32 * (word + 1))),
    );
    const beta = negatedBeta.map((part, index) => (index < 2 ? part : BASE_FIELD_MODULUS - part));
    const zeros = Array<bigint>(key.signals).fill(0n);
    for (const c of [[0n, 0n], g1(1n), [alphaX!, alphaY!]]) {
      const forged = [alphaX!, alphaY!, ...beta, ...c, ...zeros];
      expect(await verify(key, [forged])).toBe(false);
      expect(await verify(key, [...key.statements(1), forged])).toBe(false);
    }
  });
});
