import { beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  createProver,
  IncompleteRequestError,
  TimeLimitOutOfRangeError,
  UnknownEngineError,
  type ClaimProver,
  type ReviewProver,
  type SessionOptions,
} from "../../../prover/proving/index.ts";
import { claimRequest } from "../../../fixtures/claim-request.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";

let review: ReviewProver;
let claim: ClaimProver;

beforeAll(async () => {
  review = await createProver({ artifacts: await loadArtifacts("review") });
  claim = await createProver({ artifacts: await loadArtifacts("claim") });
});

const ABSENT = [undefined, null, "text", 5] as const;

describe("a request without something that its proof is made from is refused by name:", () => {
  it.each(["content", "closed", "path"])("a review's %s", async (member) => {
    for (const absent of ABSENT) {
      const request = { ...reviewRequest(), [member]: absent } as never;
      const error: unknown = await review.proveReview(request).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(IncompleteRequestError);
      expect((error as IncompleteRequestError).details).toEqual({ member });
    }
  });

  it.each(["content", "program", "closed", "path", "record", "coverage"])("a claim's %s", async (member) => {
    for (const absent of ABSENT) {
      const request = { ...claimRequest(), [member]: absent } as never;
      await expect(claim.proveClaim(request)).rejects.toThrow(IncompleteRequestError);
    }
  });

  it.each(["challenge", "closed", "path", "record", "coverage"])("an answer's %s", async (member) => {
    for (const absent of ABSENT) {
      const request = { ...claimRequest(), challenge: {}, now: 0, [member]: absent } as never;
      await expect(claim.proveDisclosure(request)).rejects.toThrow(IncompleteRequestError);
    }
  });

  it("the whole of it", async () => {
    for (const absent of ABSENT)
      await expect(review.proveReview(absent as never)).rejects.toThrow(IncompleteRequestError);
  });
});

it.each([
  ["an engine that there is not", { engine: "rapid" }, UnknownEngineError],
  ["a time limit as a text", { timeLimit: "5" }, TimeLimitOutOfRangeError],
])("no prover is made with %s", async (_, options, error) => {
  const artifacts = await loadArtifacts("review");
  await expect(createProver({ artifacts, ...options } as SessionOptions<"review">)).rejects.toThrow(error);
});
