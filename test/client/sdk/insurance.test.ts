import { ZeroAddress } from "ethers";
import { describe, expect, it } from "vitest";

import { UnknownCoverageError } from "../../../client/sdk/insurer/index.ts";
import { ForeignChallengeError } from "../../../client/sdk/patient/claims.ts";
import { DAYS, insurerOf, sceneOfFile, type Scene } from "./support/scene.ts";

const scene = sceneOfFile();

const coverageOf = ({ patient, offer }: Scene["scheduled"]) =>
  patient.coverageFor(offer, { policyId: scene().policyId, ...DAYS });

describe("an insurer", () => {
  it("loses none of the coverages that are added at the same time, and adds none twice", async () => {
    const insurer = await insurerOf(scene().stage);
    const { policyId, scheduled, planned } = scene();
    const [first, second] = [await coverageOf(scheduled), await coverageOf(planned)];
    await Promise.all([
      insurer.cover({ policyId, coverages: [first] }),
      insurer.cover({ policyId, coverages: [second] }),
    ]);
    expect(await insurer.cover({ policyId, coverages: [first, second] })).toEqual([]);
    const { coverage } = (await scene().stage.aftercare.policies()).policies.get(policyId)!;
    // The two of the scene, and these two.
    expect(coverage.size).toBe(4);
  });

  it("takes out all or none", async () => {
    const insurer = await insurerOf(scene().stage);
    const { policyId, scheduled, missed } = scene();
    const [covered, unknown] = [await coverageOf(scheduled), await coverageOf(missed)];
    await expect(insurer.uncover({ policyId, coverages: [covered, unknown] })).rejects.toThrow(
      UnknownCoverageError,
    );
    expect(await insurer.uncover({ policyId, coverages: [covered] })).toHaveLength(1);
  });
});

describe("a patient", () => {
  it("answers nobody but the insurer who paid", async () => {
    const { finished, policyId, claimProver } = scene();
    const insurer = await insurerOf(scene().stage);
    const [nullifier] = [...(await insurer.paidClaims(policyId)).keys()];
    const challenge = await insurer.challenge({ nullifier: nullifier!, fields: ["totalCost"] });
    const answer = finished.patient.answerChallenge(finished.offer, {
      challenge: { ...challenge, insurer: ZeroAddress },
      record: finished.record,
      coverage: { policyId, ...DAYS },
      prover: claimProver,
    });
    await expect(answer).rejects.toThrow(ForeignChallengeError);
  });
});
