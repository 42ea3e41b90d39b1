import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import type { ReviewArtifacts } from "../../../prover/artifacts/index.ts";
import { FIELD_MODULUS, NotAFieldElementError } from "../../../prover/field.ts";
import {
  createProver,
  ProverClosedError,
  ProvingFailedError,
  ProvingTimeoutError,
  type ReviewProver,
} from "../../../prover/proving/index.ts";
import {
  DayOutsideWindowError,
  OtherSurgeonError,
  proofFromSolidity,
  publicSignalsOf,
  RatingOutOfRangeError,
  reviewSignal,
  SecretMismatchError,
  solidityProof,
  verifyReview,
  WHOLE_WINDOW,
  WindowReversedError,
  type ReviewRequest,
} from "../../../prover/review/index.ts";
import { MalformedPathError, PathMismatchError, SurgeryTree } from "../../../prover/tree/index.ts";
import { LEAVES, reviewRequest } from "../../../fixtures/review-request.ts";

let artifacts: ReviewArtifacts;
let prover: ReviewProver;

beforeAll(async () => {
  artifacts = await loadArtifacts("review");
  prover = await createProver({ artifacts });
});

afterAll(() => prover.close());

describe("a review proof", () => {
  it("shows root, nullifier, surgeon, the whole window and the signal, and holds", async () => {
    const request = reviewRequest();
    const review = await prover.proveReview(request);
    expect(review.statement).toEqual({
      root: SurgeryTree.fromLeaves(LEAVES).root,
      nullifier: review.statement.nullifier,
      surgeon: request.closed.surgeon,
      ...WHOLE_WINDOW,
      signal: reviewSignal(request.content),
    });
    expect(await prover.verifyReview(review)).toBe(true);
    expect(await verifyReview(review.proof, review.statement, artifacts.verificationKey)).toBe(true);
  });

  it("can be made for the first and the last leaf, and for the edges of the window", async () => {
    for (const index of [0, LEAVES.length - 1]) {
      const request = reviewRequest(index);
      const day = request.closed.closedDay;
      const review = await prover.proveReview({ ...request, window: { windowStart: day, windowEnd: day } });
      expect(review.statement).toMatchObject({ windowStart: day, windowEnd: day });
      expect(await prover.verifyReview(review)).toBe(true);
    }
  });

  it("is another each time and says nothing of the last", async () => {
    const [first, second] = [
      await prover.proveReview(reviewRequest()),
      await prover.proveReview(reviewRequest()),
    ];
    expect(first.statement).toEqual(second.statement);
    expect(first.proof).not.toEqual(second.proof);
  });

  it("keeps its nullifier when the tree grows or the review is amended", async () => {
    const before = await prover.proveReview(reviewRequest(7));
    const grown = SurgeryTree.fromLeaves([...LEAVES, 1n, 2n]);
    const after = await prover.proveReview({
      ...reviewRequest(7, { version: 2, rating: 1, text: "It came back." }),
      path: grown.path(7),
    });
    expect(after.statement.nullifier).toBe(before.statement.nullifier);
    expect(after.statement.root).toBe(grown.root);
    expect(await prover.verifyReview(after)).toBe(true);
  });

  it("goes through the contracts' form and back unchanged", async () => {
    const { proof, statement } = await prover.proveReview(reviewRequest());
    const onChain = solidityProof(proof);
    expect(onChain.b[0][0]).toBe(BigInt(proof.pi_b[0][1]));
    expect(proofFromSolidity(onChain)).toEqual(proof);
    expect(await prover.verifyReview({ proof: proofFromSolidity(onChain), statement })).toBe(true);
  });
});

describe("two proofs at once", () => {
  it("do not mix, in one prover or in two", async () => {
    await using other = await createProver({ artifacts });
    const reviews = await Promise.all([
      prover.proveReview(reviewRequest(1)),
      other.proveReview(reviewRequest(2)),
      prover.proveReview(reviewRequest(3)),
    ]);
    expect(new Set(reviews.map(({ statement }) => statement.nullifier)).size).toBe(3);
    for (const review of reviews) expect(await prover.verifyReview(review)).toBe(true);
  });

  it("survive the closing of the prover beside them", async () => {
    const other = await createProver({ artifacts });
    const proving = prover.proveReview(reviewRequest(1));
    await other.proveReview(reviewRequest(2));
    await other.close();
    expect(await prover.verifyReview(await proving)).toBe(true);
    expect(await prover.verifyReview(await prover.proveReview(reviewRequest(3)))).toBe(true);
  });
});

describe("a request", () => {
  it("is neither changed nor read again once proving has begun", async () => {
    const request = reviewRequest();
    const untouched = structuredClone(request);
    const proving = prover.proveReview(request);
    expect(request).toEqual(untouched);
    request.path.positions.fill(3);
    request.path.children.forEach((children) => children.fill(1n));
    expect(await prover.verifyReview(await proving)).toBe(true);
  });

  it.each<[string, (request: ReviewRequest) => ReviewRequest, new (...values: never[]) => Error]>([
    [
      "for another surgeon",
      (request) => ({
        ...request,
        content: { ...request.content, surgeon: reviewRequest(1).closed.surgeon },
      }),
      OtherSurgeonError,
    ],
    [
      "with another booking's secret",
      (request) => ({ ...request, secret: request.secret + 1n }),
      SecretMismatchError,
    ],
    [
      "with secret + r",
      (request) => ({ ...request, secret: request.secret + FIELD_MODULUS }),
      NotAFieldElementError,
    ],
    [
      "closed before the window",
      (request) => ({
        ...request,
        window: { windowStart: request.closed.closedDay + 1, windowEnd: 65_535 },
      }),
      DayOutsideWindowError,
    ],
    [
      "closed after the window",
      (request) => ({ ...request, window: { windowStart: 0, windowEnd: request.closed.closedDay - 1 } }),
      DayOutsideWindowError,
    ],
    [
      "with a window that ends before it starts",
      (request) => ({ ...request, window: { windowStart: 2, windowEnd: 1 } }),
      WindowReversedError,
    ],
    [
      "with another leaf's path",
      (request) => ({ ...request, path: SurgeryTree.fromLeaves(LEAVES).path(41) }),
      PathMismatchError,
    ],
    [
      "with another record",
      (request) => ({ ...request, closed: { ...request.closed, recordCommitment: 1n } }),
      PathMismatchError,
    ],
    [
      "with another day",
      (request) => ({ ...request, closed: { ...request.closed, closedDay: request.closed.closedDay + 1 } }),
      PathMismatchError,
    ],
    [
      "with a path cut short",
      (request) => ({ ...request, path: { ...request.path, positions: request.path.positions.slice(1) } }),
      MalformedPathError,
    ],
    [
      "with rating 6",
      (request) => ({ ...request, content: { ...request.content, rating: 6 } }),
      RatingOutOfRangeError,
    ],
  ])("%s is refused before proving", async (_, spoil, error) => {
    // Without a program to prove with, whatever gets as far as proving fails in another way.
    await using idle = await createProver({ artifacts: { ...artifacts, wasm: new Uint8Array() } });
    await expect(idle.proveReview(reviewRequest())).rejects.toThrow(ProvingFailedError);
    await expect(idle.proveReview(spoil(reviewRequest()))).rejects.toThrow(error);
  });
});

describe("a prover", () => {
  it("gives up in time, names the page's security policy, and can prove again", async () => {
    await using hasty = await createProver({ artifacts, timeLimit: 0.001 });
    const proving = hasty.proveReview(reviewRequest());
    await expect(proving).rejects.toThrow(ProvingTimeoutError);
    await expect(proving).rejects.toThrow("worker-src 'self' blob:");
    expect(await prover.verifyReview(await prover.proveReview(reviewRequest()))).toBe(true);
  });

  it("says so when its artifacts cannot prove", async () => {
    await using broken = await createProver({ artifacts: { ...artifacts, wasm: new Uint8Array(100) } });
    await expect(broken.proveReview(reviewRequest())).rejects.toThrow(ProvingFailedError);
  });

  it("gives out no proof that its own verification key refuses", async () => {
    const { verificationKey } = artifacts;
    const ofAnotherSetup = { ...verificationKey, vk_delta_2: verificationKey.vk_beta_2 };
    await using mixed = await createProver({ artifacts: { ...artifacts, verificationKey: ofAnotherSetup } });
    await expect(mixed.proveReview(reviewRequest())).rejects.toThrow(ProvingFailedError);
  });

  it("leaves its artifacts as they were", async () => {
    const zkey = artifacts.zkey.slice();
    const wasm = artifacts.wasm.slice();
    await prover.proveReview(reviewRequest());
    expect(Buffer.compare(zkey, artifacts.zkey)).toBe(0);
    expect(Buffer.compare(wasm, artifacts.wasm)).toBe(0);
  });

  it("finishes what is under way when it is closed, and refuses more", async () => {
    const closing = await createProver({ artifacts });
    let finished = false;
    const proving = closing.proveReview(reviewRequest()).finally(() => (finished = true));
    await closing.close();
    expect(finished).toBe(true);
    expect(await prover.verifyReview(await proving)).toBe(true);
    await expect(closing.proveReview(reviewRequest())).rejects.toThrow(ProverClosedError);
    await closing.close();
  });
});

describe("public signals", () => {
  it("come in the circuit's order", async () => {
    const { statement } = await prover.proveReview(reviewRequest());
    const { root, nullifier, surgeon, signal } = statement;
    expect(publicSignalsOf(statement)).toEqual([root, nullifier, BigInt(surgeon), 0n, 65_535n, signal]);
  });
});
