// What one party, a relayer or a node may do to another through the roles.
import { inspect } from "node:util";
import { encodeBytes32String, Wallet, type Provider } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLocalRollup } from "../../client/local/local-rollup.ts";
import { contractsOf } from "../../client/reader/contracts.ts";
import type { IndexedPolicy } from "../../client/reader/replay/policies.ts";
import { Board } from "../../client/sdk/board/index.ts";
import { CoverageTree } from "../../prover/claim/index.ts";
import { assertPoliciesOnChain, IncompleteEventsError } from "../../client/reader/assert-on-chain.ts";
import { readChain } from "../../client/reader/chain-view.ts";
import { recipientOf as recipientOfKey } from "../../client/records/sealing.ts";
import { DetailsMismatchError, MalformedDetailsError, sealDetails } from "../../client/records/details.ts";
import { BookingIdMismatchError } from "../../client/sdk/agreed-booking.ts";
import { connect } from "../../client/sdk/index.ts";
import { TooLateToCancelError } from "../../client/sdk/party/cancel.ts";
import { ForeignBookingError, OwnProposalError, ProposalTooLongError } from "../../client/sdk/party/party.ts";
import { AmountTooHighError } from "../../client/sdk/party/settle.ts";
import { OutdatedProposalError } from "../../client/sdk/party/reschedule.ts";
import {
  NotClosedError,
  Patient,
  SurgeonNotLicensedError,
  TooManyOpenOffersError,
} from "../../client/sdk/patient/index.ts";
import type { Surgeon } from "../../client/sdk/surgeon/index.ts";
import { DEPOSIT, RULES } from "../../fixtures/agreement.ts";
import { InvalidRulesError } from "../../client/protocol/rules.ts";
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

  it("has nothing of her keys shown by a console or JSON", () => {
    expect(inspect(surgeon, { depth: 9, showHidden: false })).not.toContain("AGE-SECRET-KEY");
  });

  it("reads no details that name nobody to hand the record to", async () => {
    const offer = await offerTo(stage, patient, surgeon.address);
    const { sealed, termsHash } = await sealDetails({ text: "", recordRecipient: "age1nonsense" }, [
      await sealRecipientOf(surgeon),
    ]);
    const nobody = { ...offer, terms: { ...offer.terms, termsHash }, sealedDetails: sealed };
    await expect(surgeon.openOffer(nobody)).rejects.toThrow(MalformedDetailsError);
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

  it("divides no more than there is", async () => {
    const shared = await patient.distributableOf(agreed.offer);
    for (const surgeonAmount of [shared + 1n, -1n]) {
      await expect(patient.proposeSettlement(agreed.offer, { surgeonAmount })).rejects.toThrow(
        AmountTooHighError,
      );
    }
  });

  it("of one booking under another's id gets no signature, which a relayer could use for that other", async () => {
    const second = await schedule(stage, patient, surgeon);
    const proposal = await patient.proposeSettlement(agreed.offer, { surgeonAmount: 0n });
    const swapped = { ...proposal, terms: second.offer.terms };
    await expect(surgeon.settle(swapped)).rejects.toThrow(BookingIdMismatchError);
  });

  it("binds nobody for longer than a month", async () => {
    const proposal = await patient.proposeSettlement(agreed.offer, {
      surgeonAmount: 0n,
      lifetime: 31n * 86_400n,
    });
    await expect(surgeon.settle(proposal)).rejects.toThrow(ProposalTooLongError);
  });

  it("of a rescheduling follows what the chain tells, so that no consent is kept for later", async () => {
    const surgeryTime = agreed.offer.terms.appointmentTime + 86_400n;
    const proposal = await surgeon.proposeRescheduling(agreed.offer, { surgeryTime });
    await expect(patient.reschedule({ ...proposal, reschedules: 2 })).rejects.toThrow(OutdatedProposalError);
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

  it("gives two offers that she makes at the same time two bookings", async () => {
    const offers = await Promise.all([
      offerTo(stage, patient, surgeon.address),
      offerTo(stage, patient, surgeon.address),
    ]);
    expect(new Set(offers.map(({ terms }) => terms.patient)).size).toBe(2);
    expect(new Set(offers.map(({ terms }) => terms.patientCommitment)).size).toBe(2);
  });

  it("keeps the address on which she has paid when an offer could not be made", async () => {
    const address = await patient.nextAddress();
    const now = await stage.aftercare.now();
    const wish = {
      surgeon: surgeon.address,
      deposit: DEPOSIT,
      appointmentTime: now + 864_000n,
      offerExpiry: now + 86_400n,
      rules: { ...RULES, contestWindow: 1n },
      details: "As discussed.",
    };
    await expect(patient.book(wish)).rejects.toThrow(InvalidRulesError);
    const { terms } = await patient.book({ ...wish, rules: RULES });
    expect(terms.patient).toBe(address);
  });

  it("is quoted the same forfeit however her surgeon's address is written, and none once it is too late", async () => {
    const { terms } = agreed.offer;
    const { provider } = stage.rollup;
    const snapshot: unknown = await provider.send("evm_snapshot", []);
    await stage.rollup.advanceTo(terms.appointmentTime - 3_600n);
    const fresh = await connect({
      deployment: stage.deployment,
      provider,
      relay: stage.relayer,
    });
    const herself = Patient.fromPhrase(fresh, phrase);
    const lower = { ...agreed.offer, terms: { ...terms, surgeon: terms.surgeon.toLowerCase() } };
    expect(await herself.forfeitOf(agreed.offer)).toBe((DEPOSIT * RULES.lateCancellationShare) / 10_000n);
    expect(await herself.forfeitOf(lower)).toBe(await herself.forfeitOf(agreed.offer));
    await stage.rollup.advanceTo(terms.appointmentTime);
    await expect(herself.forfeitOf(agreed.offer)).rejects.toThrow(TooLateToCancelError);
    await provider.send("evm_revert", [snapshot]);
  });

  it("makes no more offers than a search from her phrase finds again", async () => {
    const eager = createPatient(stage.aftercare);
    for (let count = 0; count < 20; count += 1) await offerTo(stage, eager, surgeon.address);
    await expect(offerTo(stage, eager, surgeon.address)).rejects.toThrow(TooManyOpenOffersError);
  });

  it("seals nothing to a surgeon who may not operate, and forfeits nothing beside her", async () => {
    const { provider } = stage.rollup;
    const snapshot: unknown = await provider.send("evm_snapshot", []);
    await stage.rollup.advanceTo(agreed.offer.terms.appointmentTime - 3_600n);
    const { deployment, relayer, accounts } = stage;
    const fresh = await connect({ deployment, provider, relay: relayer });
    const board = await Board.of(fresh, { signer: accounts.board });
    await board.suspend({ surgeon: surgeon.address, suspendedUntil: (await fresh.now()) + 864_000n });
    const herself = Patient.fromPhrase(fresh, phrase);
    expect(await herself.forfeitOf(agreed.offer)).toBe(0n);
    await expect(offerTo({ ...stage, aftercare: fresh }, herself, surgeon.address)).rejects.toThrow(
      SurgeonNotLicensedError,
    );
    await provider.send("evm_revert", [snapshot]);
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
    const prover = { proveReview: () => Promise.reject(new Error("Nobody asks the prover.")) };
    await expect(reader.proveReview(agreed.offer, { prover, rating: 5, text: "" })).rejects.toThrow(
      NotClosedError,
    );
    await provider.off("debug", listening);
    expect(asked.length).toBeGreaterThan(3);
    const { reviewNullifier, patientCommitment } = PatientKeys.fromPhrase(phrase).booking(0);
    for (const own of [reviewNullifier.toString(16), patientCommitment.toString(16)]) {
      expect(asked.filter((payload) => payload.includes(own))).toEqual([]);
    }
  });

  it("that serves another key for a surgeon is noticed before anything is sealed to it", async () => {
    const { profile } = (await stage.aftercare.view()).licences.get(surgeon.address)!;
    const lying = serving(profile.encryptionKey, Wallet.createRandom().privateKey);
    await expect(readChain(stage.deployment, lying, stage.rollup.provider)).rejects.toThrow(
      IncompleteEventsError,
    );
  });

  it.each(["jurisdiction", "specialty"] as const)("that serves another %s is noticed", async (part) => {
    const { licence } = (await stage.aftercare.view()).licences.get(surgeon.address)!;
    const lying = serving(licence[part], encodeBytes32String("elsewhere"));
    await expect(readChain(stage.deployment, lying, stage.rollup.provider)).rejects.toThrow(
      IncompleteEventsError,
    );
  });

  it("that serves one patient coverages of her own is noticed before her claim names their root", async () => {
    const { deployment, rollup } = stage;
    const policies = { policies: new Map([[1n, policyWith(1n)]]) };
    const { policyBook } = contractsOf(deployment, rollup.provider);
    const block = await rollup.provider.getBlockNumber();
    await expect(assertPoliciesOnChain(policies, { policyBook }, block)).rejects.toThrow(
      IncompleteEventsError,
    );
  });
});

/** A policy that has had one coverage, by events alone. */
function policyWith(coverage: bigint): IndexedPolicy {
  const tree = CoverageTree.fromLeaves([coverage]);
  return { policyId: 1n, coverage: tree, coverageRoots: new Set([tree.root]) } as IndexedPolicy;
}

/** A node that is honest, but for a word in its logs that it replaces by another. */
function serving(word: string, instead: string): Provider {
  return new Proxy<Provider>(stage.rollup.provider, {
    get(target, name) {
      if (name === "getLogs") {
        return async (filter: Parameters<Provider["getLogs"]>[0]) =>
          (await target.getLogs(filter)).map((log) =>
            Object.assign(Object.create(Object.getPrototypeOf(log) as object) as typeof log, log, {
              data: log.data.replaceAll(word.slice(2), instead.slice(2)),
            }),
          );
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

async function sealRecipientOf({ address }: Surgeon): Promise<string> {
  const { profile } = (await stage.aftercare.view()).licences.get(address)!;
  return recipientOfKey(Buffer.from(profile.encryptionKey.slice(2), "hex"));
}
