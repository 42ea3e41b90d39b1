// What one party, a relayer or a node may do to another through the roles.
import { Wallet, type Provider } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLocalRollup } from "../../client/local/local-rollup.ts";
import { IncompleteEventsError } from "../../client/reader/assert-on-chain.ts";
import { readChain } from "../../client/reader/chain-view.ts";
import { recipientOf as recipientOfKey } from "../../client/records/sealing.ts";
import { DetailsMismatchError, sealDetails } from "../../client/records/details.ts";
import { BookingIdMismatchError } from "../../client/sdk/agreed-booking.ts";
import { ForeignBookingError, OwnProposalError } from "../../client/sdk/party/party.ts";
import { NotClosedError, Patient } from "../../client/sdk/patient/index.ts";
import type { Surgeon } from "../../client/sdk/surgeon/index.ts";
import { createPatient, createSurgeon, license } from "../../fixtures/people.ts";
import { setStage, type Stage } from "../../fixtures/stage.ts";
import { createPlan, offerTo, schedule, type AgreedSurgery } from "../../fixtures/surgeries.ts";
import { createRecoveryPhrase, PatientKeys } from "../../prover/keys/index.ts";

let stage: Stage;
let surgeon: Surgeon;
let other: Surgeon;
let phrase: string;
let patient: Patient;
let agreed: AgreedSurgery;

beforeAll(async () => {
  stage = await setStage(await startLocalRollup());
  surgeon = await createSurgeon(stage.aftercare);
  other = await createSurgeon(stage.aftercare);
  await license(stage, surgeon, { name: "Dr. Amara Okafor", city: "San Diego", licenceNumber: "A-104482" });
  await license(stage, other, { name: "Dr. Mei Tanaka", city: "Oakland", licenceNumber: "A-121067" });
  phrase = createRecoveryPhrase();
  patient = Patient.fromPhrase(stage.aftercare, phrase);
  agreed = await schedule(stage, patient, surgeon);
});
afterAll(() => stage.rollup.close());

describe("a surgeon", () => {
  it("accepts no offer that is made to another", async () => {
    const offer = await offerTo(stage, patient, surgeon.address);
    await expect(other.accept(offer)).rejects.toThrow(ForeignBookingError);
  });

  it("accepts no terms that were made for other details than those she reads", async () => {
    const offer = await offerTo(stage, patient, surgeon.address);
    const recipient = await PatientKeys.fromPhrase(phrase).ageRecipient();
    const details = { text: "Something else.", recordRecipient: recipient };
    const swapped = await sealDetails(details, [await sealRecipientOf(surgeon)]);
    await expect(surgeon.openOffer({ ...offer, sealedDetails: swapped.sealed })).rejects.toThrow(
      DetailsMismatchError,
    );
  });

  it("signs for no id that is not that of the terms", async () => {
    const offer = await offerTo(stage, patient, surgeon.address);
    const cheaper = { ...offer, terms: { ...offer.terms, deposit: offer.terms.deposit - 1n } };
    await expect(surgeon.accept(cheaper)).rejects.toThrow(BookingIdMismatchError);
  });
});

describe("a proposal", () => {
  it("is not completed by whoever made it", async () => {
    const proposal = await surgeon.proposePlan(agreed.offer, { plan: createPlan() });
    await expect(surgeon.confirmPlan(proposal)).rejects.toThrow(OwnProposalError);
  });

  it("counts for what was signed, not for what was made of it on the way", async () => {
    const proposal = await surgeon.proposePlan(agreed.offer, { plan: createPlan() });
    await expect(patient.confirmPlan({ ...proposal, plan: createPlan() })).rejects.toMatchObject({
      refusal: "InvalidSignature",
    });
    const half = await patient.proposeSettlement(agreed.offer, { surgeonAmount: 1n });
    await expect(
      surgeon.settle({ ...half, surgeonAmount: half.patientAmount, patientAmount: half.surgeonAmount }),
    ).rejects.toMatchObject({ refusal: "InvalidSignature" });
  });

  it("of another booking's parties is refused", async () => {
    const stranger = createPatient(stage.aftercare);
    const proposal = await surgeon.proposePlan(agreed.offer, { plan: createPlan() });
    await expect(stranger.confirmPlan(proposal)).rejects.toThrow(ForeignBookingError);
  });
});

describe("a patient", () => {
  it("finds her bookings again from the phrase alone, and never offers a used one again", async () => {
    const again = Patient.fromPhrase(stage.aftercare, phrase);
    const found = await again.bookings();
    expect(found.map(({ bookingId }) => bookingId)).toContain(agreed.offer.bookingId);
    const offer = await offerTo(stage, again, surgeon.address);
    expect(found.map(({ terms }) => terms.patient)).not.toContain(offer.terms.patient);
  });

  it("hands nothing over from which her keys can be read", async () => {
    const offer = await offerTo(stage, patient, surgeon.address);
    const keys = PatientKeys.fromPhrase(phrase);
    const handed = JSON.stringify(offer, (_name, value: unknown) =>
      typeof value === "bigint" ? `${value} ${value.toString(16)}` : value,
    );
    for (let index = 0; index < 12; index += 1) {
      const { secret, signingKey } = keys.booking(index);
      expect(handed).not.toContain(String(secret));
      expect(handed).not.toContain(secret.toString(16));
      expect(handed).not.toContain(signingKey.privateKey.slice(2));
    }
    expect(handed).not.toContain(keys.ageIdentity);
  });

  it("proves nothing of a booking that is not closed", async () => {
    const prover = { proveReview: () => Promise.reject(new Error("Nobody asks the prover.")) };
    await expect(
      patient.proveReview(agreed.offer, {
        prover,
        rating: 5,
        text: "",
      }),
    ).rejects.toThrow(NotClosedError);
  });
});

describe("a node", () => {
  it("is asked for nothing about a booking, a surgeon or a nullifier of one's own", async () => {
    const asked: string[] = [];
    const { provider } = stage.rollup;
    const listening = (event: { action: string; payload?: unknown }) => {
      if (event.action === "sendRpcPayload") asked.push(JSON.stringify(event.payload).toLowerCase());
    };
    await provider.on("debug", listening);
    const reader = Patient.fromPhrase(stage.aftercare, phrase);
    await reader.bookings();
    await reader.forfeitOf(agreed.offer);
    await provider.off("debug", listening);
    const { reviewNullifier, patientCommitment } = PatientKeys.fromPhrase(phrase).booking(0);
    for (const own of [reviewNullifier.toString(16), patientCommitment.toString(16)]) {
      expect(asked.filter((payload) => payload.includes(own))).toEqual([]);
    }
  });

  it("that serves another key for a surgeon is noticed before anything is sealed to it", async () => {
    const honest = stage.rollup.provider;
    const key = (await stage.aftercare.view()).licences.get(surgeon.address)!.profile.encryptionKey.slice(2);
    const lying = new Proxy(honest, {
      get(target, name) {
        if (name === "getLogs") {
          return async (filter: Parameters<Provider["getLogs"]>[0]) =>
            (await target.getLogs(filter)).map((log) =>
              Object.assign(Object.create(Object.getPrototypeOf(log) as object) as typeof log, log, {
                data: log.data.replace(key, Wallet.createRandom().privateKey.slice(2)),
              }),
            );
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    await expect(readChain(stage.deployment, lying, honest)).rejects.toThrow(IncompleteEventsError);
  });
});

async function sealRecipientOf({ address }: Surgeon): Promise<string> {
  const { profile } = (await stage.aftercare.view()).licences.get(address)!;
  return recipientOfKey(Buffer.from(profile.encryptionKey.slice(2), "hex"));
}
