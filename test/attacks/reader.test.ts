import { getBytes, hexlify, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReviewEvent } from "../../client/reader/events.ts";
import { checkReviews, type ReaderContext } from "../../client/reader/replay/reviews.ts";
import type { IndexedTrees } from "../../client/reader/replay/trees.ts";
import type { ReviewSubmission } from "../../client/protocol/review.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { loadArtifacts, loadVerificationKey } from "../../prover/artifacts/node.ts";
import { REVIEW } from "../../prover/proving/circuit.ts";
import type { ReviewProver } from "../../prover/proving/index.ts";
import { ProvingSession } from "../../prover/proving/session.ts";
import { reviewSignal } from "../../prover/review/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { closedSurgeries, type ClosedSurgeries } from "../../fixtures/surgeries.ts";

// A node, an indexer or a web page may serve altered events. The reader has to notice from the events themselves.

type Writable<Value> = { -readonly [Part in keyof Value]: Value[Part] };

/** A review as a node that serves it may change it. */
interface Altered {
  review: Writable<ReviewSubmission["review"]>;
  proof: Writable<ReviewSubmission["proof"]>;
}

type Posted = Extract<ReviewEvent, { name: "ReviewPosted" }>;

let scene: ClosedSurgeries;
let trees: IndexedTrees;
let context: ReaderContext;
let posted: Posted[];

beforeAll(async () => {
  scene = await closedSurgeries();
  const { stage, surgeries, prover } = scene;
  for (const { patient, offer } of surgeries.slice(0, 2)) {
    await patient.submitReview(await patient.proveReview(offer, { prover, rating: 4, text: "As agreed." }));
  }
  const view = await stage.aftercare.view();
  ({ trees } = view);
  posted = view.reviewEvents.filter((event): event is Posted => event.name === "ReviewPosted");
  context = {
    chainId: stage.deployment.chainId,
    board: stage.deployment.board,
    verificationKey: await loadVerificationKey("review"),
  };
});
afterAll(() => scene[Symbol.asyncDispose]());

/** What the reader makes of the first review after an alteration. */
async function readAltered(alter: (submission: Altered) => void, reader: Partial<ReaderContext> = {}) {
  const event = structuredClone(posted[0]);
  if (!event) throw new Error("There is a review.");
  alter(event);
  const [check] = await checkReviews([event], trees, { ...context, ...reader });
  return check;
}

it("a reader verifies what was posted, and counts its anonymity set", async () => {
  const checks = await checkReviews(posted, trees, context);
  expect(checks.map(({ verdict }) => verdict)).toEqual(["verified", "verified"]);
  expect(checks.map(({ anonymitySet }) => anonymitySet)).toEqual([3, 3]);
});

describe("a reader refuses a review served with", () => {
  const stranger = Wallet.createRandom().address;

  it.each<[string, (submission: Altered) => void]>([
    ["another rating", ({ review }) => (review.rating = 1)],
    ["another text", ({ review }) => (review.text = hexlify(new TextEncoder().encode("Never again.")))],
    [
      "one more byte of text",
      ({ review }) => (review.text = hexlify(Uint8Array.of(...getBytes(review.text), 32))),
    ],
    ["another surgeon", ({ review }) => (review.surgeon = stranger)],
    ["another fee recipient", ({ review }) => (review.feeRecipient = stranger)],
    ["a higher fee cap", ({ review }) => (review.maxFee += 1n)],
    ["another nullifier", ({ review }) => (review.nullifier += 1n)],
    ["a narrower window", ({ review }) => (review.windowStart = 1)],
    [
      "another review's proof",
      (submission) => (submission.proof = structuredClone(posted[1]?.proof ?? submission.proof)),
    ],
    ["a point that is not on the curve", ({ proof }) => (proof.a[0] += 1n)],
  ])("%s", async (_name, alter) => {
    expect(await readAltered(alter)).toMatchObject({ verdict: "refused", reason: "invalid proof" });
  });

  it("another version", async () => {
    expect(await readAltered(({ review }) => (review.version = 2))).toMatchObject({
      reason: "wrong version",
    });
  });

  it("a root that no flushed surgeries make", async () => {
    expect(await readAltered(({ review }) => (review.root += 1n))).toMatchObject({
      verdict: "refused",
      reason: "unknown root",
      anonymitySet: 0,
    });
  });

  it.each<[string, (submission: Altered) => void]>([
    ["six stars", ({ review }) => (review.rating = 6)],
    ["bytes that are no text", ({ review }) => (review.text = "0xff")],
    ["a nullifier one field order higher", ({ review }) => (review.nullifier += FIELD_MODULUS)],
    ["a reversed window", ({ review }) => ([review.windowStart, review.windowEnd] = [2, 1])],
  ])("%s", async (_name, alter) => {
    expect(await readAltered(alter)).toMatchObject({ verdict: "refused", reason: "malformed review" });
  });
});

describe("a reader counts a nullifier once", () => {
  it("however often the same review is served", async () => {
    const checks = await checkReviews([...posted, ...posted], trees, context);
    expect(checks.map((check) => (check.verdict === "refused" ? check.reason : "verified"))).toEqual([
      "verified",
      "verified",
      "wrong version",
      "wrong version",
    ]);
  });
});

describe("a reader refuses a real review shown as one", () => {
  it("of another chain", async () => {
    expect(await readAltered(() => undefined, { chainId: 1n })).toMatchObject({ verdict: "refused" });
  });

  it("of another board", async () => {
    expect(await readAltered(() => undefined, { board: Wallet.createRandom().address })).toMatchObject({
      verdict: "refused",
    });
  });
});

describe("a text that was posted with another client, to show as something else", () => {
  const HOSTILE = "\ufeffGood\u0000 \u202e.dab\u202c \u200b\u001b[2J \u{e0041}";
  const SHOWN = "[U+FEFF]Good[U+0000] [U+202E].dab[U+202C] [U+200B][U+001B][2J [U+E0041]";

  /** Proves a review as this library does, only without reading its text. */
  const lax: Pick<ReviewProver, "proveReview"> = {
    async proveReview({ content, ...others }) {
      const session = new ProvingSession(REVIEW, { artifacts: await loadArtifacts("review") });
      try {
        const { statement, input } = prepareReview({ ...others, content: { ...content, text: "" } });
        const signal = reviewSignal(content);
        const prepared = {
          statement: { ...statement, signal },
          input: { ...input, signalHash: String(signal) },
        };
        const { proof } = await session.prove(() => prepared);
        return { proof, statement: prepared.statement };
      } finally {
        await session.close();
      }
    },
  };

  it("is read and counted, its hidden characters by their numbers", async () => {
    const { patient, offer } = scene.surgeries[2]!;
    const review = { prover: lax, rating: 1, text: HOSTILE };
    await patient.submitReview(await patient.proveReview(offer, review));
    const { reviewEvents, trees: grown } = await scene.stage.aftercare.view();
    const check = (await checkReviews(reviewEvents, grown, context)).at(-1);
    expect(check).toMatchObject({ verdict: "verified", rating: 1, text: SHOWN });
  });

  it("shows no worse where it is no UTF-8", async () => {
    expect(await readAltered(({ review }) => (review.text = "0xe280aeff"))).toMatchObject({
      verdict: "refused",
      text: "[U+202E]\ufffd",
    });
  });
});
