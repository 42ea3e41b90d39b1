import { beforeAll, describe, expect, expectTypeOf, it } from "vitest";

import {
  UnknownCircuitError,
  type ClaimArtifacts,
  type ReviewArtifacts,
} from "../../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  createProver,
  OtherCircuitError,
  ProvingFailedError,
  type ClaimProver,
  type ReviewProver,
} from "../../../prover/proving/index.ts";
import { claimRequest } from "../../../fixtures/claim-request.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";

let review: ReviewArtifacts;
let claim: ClaimArtifacts;

beforeAll(async () => {
  [review, claim] = await Promise.all([loadArtifacts("review"), loadArtifacts("claim")]);
});

describe("the artifacts of a circuit", () => {
  it("make a prover of that circuit and of no other", async () => {
    await using ofReviews = await createProver({ artifacts: review });
    await using ofClaims = await createProver({ artifacts: claim });
    expectTypeOf(ofReviews).toEqualTypeOf<ReviewProver>();
    expectTypeOf(ofClaims).toEqualTypeOf<ClaimProver>();
    expect([ofReviews.circuit, ofClaims.circuit]).toEqual(["review", "claim"]);
    expect(ofReviews).not.toHaveProperty("proveClaim");
    expect(ofClaims).not.toHaveProperty("proveReview");
  });

  it("cannot be passed off as another's without the compiler's objection", () => {
    expectTypeOf(claim).not.toExtend<ReviewArtifacts>();
    expectTypeOf(review).not.toExtend<ClaimArtifacts>();
  });

  it.each(["", "reviews", "toString", undefined])("are of no circuit if they say %o", async (circuit) => {
    const artifacts = { ...review, circuit: circuit as "review" };
    await expect(createProver({ artifacts })).rejects.toThrow(UnknownCircuitError);
  });

  it("are asked for where something else is passed in their place", async () => {
    const inPlaceOfOptions = review as unknown as { artifacts: ReviewArtifacts };
    await expect(createProver(inPlaceOfOptions)).rejects.toThrow("createProver({ artifacts })");
    const name = "review" as unknown as ReviewArtifacts;
    await expect(createProver({ artifacts: name })).rejects.toThrow(UnknownCircuitError);
  });

  it.each(["fast", "snarkjs"] as const)("do not prove under another label with %s", async (engine) => {
    const options = { engine, threads: 1 };
    await using ofReviews = await createProver({ artifacts: { ...claim, circuit: "review" }, ...options });
    const posing = ofReviews.proveReview(reviewRequest());
    await expect(posing).rejects.toThrow(OtherCircuitError);
    await expect(posing).rejects.toThrow("not those of the review circuit");
    await using ofClaims = await createProver({ artifacts: { ...review, circuit: "claim" }, ...options });
    await expect(ofClaims.proveClaim(claimRequest())).rejects.toThrow("not those of the claim circuit");
  });

  it.each(["fast", "snarkjs"] as const)(
    "do not mix: one's program, another's key, with %s",
    async (engine) => {
      const artifacts = { ...review, zkey: claim.zkey };
      await using mixed = await createProver({ artifacts, engine, threads: 1 });
      await expect(mixed.warmUp()).rejects.toThrow(OtherCircuitError);
      await expect(mixed.proveReview(reviewRequest())).rejects.toThrow(OtherCircuitError);
    },
  );

  it("give out no proof that their verification key refuses", async () => {
    const { verificationKey } = claim;
    const ofAnotherSetup = { ...verificationKey, vk_delta_2: verificationKey.vk_beta_2 };
    await using mixed = await createProver({ artifacts: { ...claim, verificationKey: ofAnotherSetup } });
    await expect(mixed.proveClaim(claimRequest())).rejects.toThrow(ProvingFailedError);
    await using swapped = await createProver({
      artifacts: { ...claim, verificationKey: review.verificationKey },
    });
    await expect(swapped.proveClaim(claimRequest())).rejects.toThrow(ProvingFailedError);
  });
});
