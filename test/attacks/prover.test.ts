import { inspect } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../prover/artifacts/node.ts";
import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { claimScope, type ClaimScope } from "../../prover/claim/index.ts";
import { claimNullifierOf, patientCommitmentOf, reviewNullifierOf } from "../../prover/commitments.ts";
import { AftercareError } from "../../prover/errors.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { PatientKeys } from "../../prover/keys/index.ts";
import { createProver, type ReviewProver, type SessionOptions } from "../../prover/proving/index.ts";
import {
  reviewSignal,
  MalformedReviewProofError,
  verifyReview,
  type ReviewProof,
  type ReviewRequest,
  type ReviewStatement,
} from "../../prover/review/index.ts";
import { leafOf, rootOf, SurgeryTree, type ClosedSurgery } from "../../prover/tree/index.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";

const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const BOOKING_INDEX = 12;

let artifacts: ReviewArtifacts;
let prover: ReviewProver;

beforeAll(async () => {
  artifacts = await loadArtifacts("review");
  prover = await createProver({ artifacts });
});

afterAll(() => prover.close());

/** Everything that a log would show of an error: message, stack, details and all causes. */
function shown(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
}

async function errorOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("The action was expected to fail.");
}

describe("errors of the prover", () => {
  const keys = PatientKeys.fromPhrase(PHRASE);
  const booking = keys.booking(BOOKING_INDEX);
  const other = reviewRequest(0);
  const closed: ClosedSurgery = {
    patientCommitment: booking.patientCommitment,
    surgeon: other.closed.surgeon,
    closedDay: 31_337,
    recordCommitment: 987_654_321_987_654_321n,
  };
  const tree = SurgeryTree.fromLeaves([1n, 2n, leafOf(closed), 4n]);
  const request: ReviewRequest = {
    content: { ...other.content, text: "My own most recognisable words." },
    secret: booking.secret,
    closed,
    path: tree.path(2),
  };

  const secrets = [
    booking.secret,
    booking.secret + FIELD_MODULUS,
    keys.identity.secretScalar,
    // The day, the record and the leaf say which surgery it was; so do commitment and nullifier together.
    BigInt(closed.closedDay),
    closed.recordCommitment,
    closed.patientCommitment,
    leafOf(closed),
    booking.reviewNullifier,
  ].flatMap((value) => [value.toString(), value.toString(16)]);
  const texts = [
    booking.signingKey.privateKey.slice(2),
    keys.ageIdentity,
    "recognisable",
    "sausage",
    "yellow",
    "wave",
  ];

  const failures: [string, () => unknown][] = [
    ["a phrase cut short", () => PatientKeys.fromPhrase(PHRASE.replace(" yellow", ""))],
    ["a phrase with a wrong word", () => PatientKeys.fromPhrase(PHRASE.replace("winner", "wimmer"))],
    [
      "a phrase in another order",
      () => PatientKeys.fromPhrase(PHRASE.replace("wave sausage", "sausage wave")),
    ],
    ["a booking index out of range", () => keys.booking(-1)],
    ["a scope out of range", () => booking.claimNullifier(-1n as ClaimScope)],
    ["a secret too large", () => patientCommitmentOf(booking.secret + FIELD_MODULUS)],
    ["a secret too large", () => reviewNullifierOf(booking.secret + FIELD_MODULUS)],
    ["a secret too large", () => claimNullifierOf(booking.secret + FIELD_MODULUS, claimScope(1n))],
    ["a secret as text", () => patientCommitmentOf(String(booking.secret) as unknown as bigint)],
    ["a leaf without its surgeon", () => leafOf({ ...closed, surgeon: "0x00" })],
    ["a leaf on another leaf's path", () => rootOf(leafOf(closed), tree.path(1))],
    ["a path beyond the tree", () => tree.path(1_000)],
    [
      "another surgeon",
      () => prove({ content: { ...request.content, surgeon: reviewRequest(1).closed.surgeon } }),
    ],
    ["another secret", () => prove({ secret: booking.secret - 1n })],
    ["a secret out of range", () => prove({ secret: booking.secret + FIELD_MODULUS })],
    ["a day outside the window", () => prove({ window: { windowStart: 0, windowEnd: 5 } })],
    ["a day out of range", () => prove({ closed: { ...closed, closedDay: 70_000 } })],
    ["another path", () => prove({ path: tree.path(0) })],
    ["a path that contradicts itself", () => prove({ path: { ...request.path, leafIndex: 3 } })],
    ["a text too long", () => prove({ content: { ...request.content, text: "recognisable".repeat(200) } })],
    [
      "a text of half characters",
      () => prove({ content: { ...request.content, text: "recognisable \ud800" } }),
    ],
    ["a rating out of range", () => prove({ content: { ...request.content, rating: 0 } })],
    ["too little time", () => withProver({ artifacts, timeLimit: 0.001 })],
    [
      "a proving program that is none",
      () => withProver({ artifacts: { ...artifacts, wasm: new Uint8Array(8) } }),
    ],
    [
      "a proving key cut short",
      () => withProver({ artifacts: { ...artifacts, zkey: artifacts.zkey.slice(0, 999) } }),
    ],
  ];

  function prove(change: Partial<ReviewRequest>): Promise<ReviewProof> {
    return prover.proveReview({ ...request, ...change });
  }

  async function withProver(options: SessionOptions<"review">): Promise<ReviewProof> {
    await using failing = await createProver(options);
    return await failing.proveReview(request);
  }

  it.each(failures)("over %s have a name and carry no secret", async (_, action) => {
    const error = await errorOf(action);
    expect(error).toBeInstanceOf(AftercareError);
    for (const secret of [...secrets, ...texts]) expect(shown(error)).not.toContain(secret);
  });

  it("are scanned by a test that would see a secret", () => {
    expect(shown(new Error("outer", { cause: { secret: booking.secret } }))).toContain(secrets[0]);
  });
});

describe("someone who holds a valid proof", () => {
  let review: ReviewProof;

  beforeAll(async () => {
    review = await prover.proveReview(reviewRequest(5));
  });

  const holds = (statement: ReviewStatement) =>
    verifyReview(review.proof, statement, artifacts.verificationKey);

  it("cannot hang it on another review: rating, text, fee, board or chain", async () => {
    const { content } = reviewRequest(5);
    for (const change of [
      { rating: 1 },
      { text: "Worst ever." },
      { feeRecipient: reviewRequest(1).closed.surgeon },
      { maxFee: 1n },
      { version: 2 },
      { board: reviewRequest(1).closed.surgeon },
      { chainId: 1n },
    ]) {
      const signal = reviewSignal({ ...content, ...change });
      expect(await holds({ ...review.statement, signal })).toBe(false);
    }
    expect(await holds(review.statement)).toBe(true);
  });

  it("cannot get a second nullifier from the same surgery by aliasing", async () => {
    for (let multiple = 1n; multiple < 5n; multiple++) {
      const nullifier = review.statement.nullifier + multiple * FIELD_MODULUS;
      await expect(holds({ ...review.statement, nullifier })).rejects.toThrow(MalformedReviewProofError);
    }
  });

  it("cannot pass surgeon and day off as another surgeon by a longer address", async () => {
    const surgeon = `0x1${review.statement.surgeon.slice(2).toLowerCase()}`;
    for (const longer of [surgeon, `0x0${surgeon.slice(2)}`]) {
      await expect(holds({ ...review.statement, surgeon: longer })).rejects.toThrow(
        MalformedReviewProofError,
      );
    }
  });

  it("cannot stall or pollute a reader with JSON", async () => {
    const hostile = JSON.parse(
      `{"__proto__":{"root":"1"},"constructor":{"prototype":{"polluted":1}},"root":1e400,"nullifier":[],"surgeon":{"length":42}}`,
    ) as ReviewStatement;
    await expect(holds(hostile)).rejects.toThrow(MalformedReviewProofError);
    const huge = { ...review.statement, signal: 10n ** 1_000_000n };
    const started = performance.now();
    await expect(holds(huge)).rejects.toThrow(MalformedReviewProofError);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
