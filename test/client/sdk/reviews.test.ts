import { describe, expect, it } from "vitest";

import { connect } from "../../../client/sdk/index.ts";
import {
  AlreadyReviewedError,
  NotFlushedError,
  NotReviewedError,
  Patient,
} from "../../../client/sdk/patient/index.ts";
import { Reader, UnknownReviewError } from "../../../client/sdk/reader/index.ts";
import { CLOSING_DWELL } from "../../../fixtures/agreement.ts";
import { loadVerificationKey } from "../../../prover/artifacts/node.ts";
import { onBranch, sceneOfFile } from "./support/scene.ts";

const scene = sceneOfFile();

const wish = () => ({ prover: scene().prover, rating: 4, text: "As agreed." });

describe("a patient", () => {
  it("reviews a surgery once, and amends it from then on", async () => {
    const { patient, offer } = scene().finished;
    await expect(patient.proveReview(offer, wish())).rejects.toThrow(AlreadyReviewedError);
    const { review } = await patient.proveAmendment(offer, wish());
    expect(review.version).toBe(2);
  });

  it("amends nothing that she has not reviewed", async () => {
    const { patient, offer } = scene().closed;
    await expect(patient.proveAmendment(offer, wish())).rejects.toThrow(NotReviewedError);
  });

  it("is told to wait for a flush before she reviews", async () => {
    await onBranch(scene(), async () => {
      const { stage, phrase, operated } = scene();
      const { deployment, rollup, relayer } = stage;
      const aftercare = await connect({ deployment, provider: rollup.provider, relay: relayer });
      const patient = Patient.fromPhrase(aftercare, phrase);
      await rollup.advanceTo((await aftercare.now()) + CLOSING_DWELL);
      await patient.close(operated.offer, operated.reported);
      await expect(patient.proveReview(operated.offer, wish())).rejects.toThrow(NotFlushedError);
    });
  });
});

describe("a reader", () => {
  it("is told that there is no such review", async () => {
    const verificationKey = await loadVerificationKey("review");
    const reader = new Reader(scene().stage.aftercare, { verificationKey });
    await expect(reader.verifyReview(1n)).rejects.toThrow(UnknownReviewError);
  });
});
