import { describe, expect, it } from "vitest";

import { NotAnAddressError } from "../../prover/address.ts";
import { IntegerOutOfRangeError } from "../../prover/integers.ts";
import { MalformedTextError } from "../../prover/text.ts";
import {
  assertReviewContent,
  RatingOutOfRangeError,
  reviewSignal,
  ReviewTextTooLongError,
  type ReviewContent,
} from "../../prover/review/index.ts";
import vectors from "../../fixtures/vectors/signal.json" with { type: "json" };

function contentOf(vector: (typeof vectors)[number]): ReviewContent {
  const { content } = vector;
  return { ...content, chainId: BigInt(content.chainId), maxFee: BigInt(content.maxFee) };
}

const CONTENT = contentOf(vectors[0]!);

describe("the signal", () => {
  it.each(vectors)("of “$content.text” with rating $content.rating is that of the vectors", (vector) => {
    expect(reviewSignal(contentOf(vector)).toString()).toBe(vector.signal);
  });

  it("changes with every field", () => {
    const altered: ReviewContent[] = [
      { ...CONTENT, chainId: 10n },
      { ...CONTENT, board: CONTENT.surgeon },
      { ...CONTENT, surgeon: CONTENT.board },
      { ...CONTENT, rating: 1 },
      { ...CONTENT, text: `${CONTENT.text} ` },
      { ...CONTENT, version: 2 },
      { ...CONTENT, feeRecipient: CONTENT.board },
      { ...CONTENT, maxFee: 1n },
    ];
    expect(new Set([CONTENT, ...altered].map(reviewSignal)).size).toBe(altered.length + 1);
  });
});

describe("a review", () => {
  it.each([0, 6, -1, 4.5, Number.NaN, "5" as unknown as number])("has no rating %s", (rating) => {
    expect(() => assertReviewContent({ ...CONTENT, rating })).toThrow(RatingOutOfRangeError);
  });

  it("has at most 1,024 bytes of text, counted in UTF-8", () => {
    expect(() => assertReviewContent({ ...CONTENT, text: "é".repeat(512) })).not.toThrow();
    expect(() => assertReviewContent({ ...CONTENT, text: "é".repeat(512) + "x" })).toThrow(
      ReviewTextTooLongError,
    );
    expect(() => assertReviewContent({ ...CONTENT, text: "x".repeat(1_025) })).toThrow("has 1025 bytes");
  });

  it.each(["\ud83d", "good \udc00 bad"])("has no half characters", (text) => {
    expect(() => assertReviewContent({ ...CONTENT, text })).toThrow(MalformedTextError);
  });

  it.each(["board", "surgeon", "feeRecipient"] as const)("has an address as %s", (field) => {
    expect(() => assertReviewContent({ ...CONTENT, [field]: "0x1234" })).toThrow(NotAnAddressError);
    expect(() => assertReviewContent({ ...CONTENT, [field]: "vitalik.eth" })).toThrow(`${field} is not`);
  });

  it.each([
    ["version", 0],
    ["version", 2 ** 32],
    ["chainId", -1n],
    ["chainId", 2n ** 256n],
    ["maxFee", -1n],
    ["maxFee", 2n ** 96n],
    ["maxFee", 1],
  ])("has no %s of %s", (field, value) => {
    expect(() => assertReviewContent({ ...CONTENT, [field]: value })).toThrow(IntegerOutOfRangeError);
  });
});
