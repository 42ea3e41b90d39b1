import { recoverAddress, toUtf8Bytes, Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import {
  type BookingMessageValues,
  escrowDomain,
  signBookingMessage,
  signTerms,
} from "../../../client/protocol/messages/escrow.ts";
import { depositNonceOf } from "../../../client/protocol/messages/token.ts";
import { planHashOf } from "../../../client/protocol/plan.ts";
import { NO_PROGRESS, progressWordOf, STATES } from "../../../client/protocol/progress.ts";
import {
  bookingIdOf,
  MalformedTermsError,
  packTerms,
  type Terms,
  unpackTerms,
} from "../../../client/protocol/terms.ts";
import { createLicence } from "../../../client/protocol/licence.ts";
import {
  registryDomain,
  signLicence,
  signProfileUpdate,
  signRegistration,
  signRevocation,
  signRotation,
  signSuspension,
} from "../../../client/protocol/messages/registry.ts";
import { InvalidRulesError, packRules, unpackRules, type Rules } from "../../../client/protocol/rules.ts";
import { boardDomain, signAnswer } from "../../../client/protocol/messages/board.ts";
import { signReceiveAuthorization } from "../../../client/protocol/messages/token.ts";
import answer from "../../../fixtures/vectors/answer.json" with { type: "json" };
import booking from "../../../fixtures/vectors/booking.json" with { type: "json" };
import licence from "../../../fixtures/vectors/licence.json" with { type: "json" };

const signer = Wallet.createRandom();
const domain = escrowDomain(BigInt(booking.domain.chainId), booking.domain.verifyingContract);
const { message } = booking.terms;
const terms: Terms = {
  patient: message.patient,
  surgeon: message.surgeon,
  arbiter: message.arbiter,
  patientCommitment: BigInt(message.patientCommitment),
  deposit: BigInt(message.deposit),
  protocolFee: BigInt(message.protocolFee),
  appointmentTime: BigInt(message.appointmentTime),
  offerExpiry: BigInt(message.offerExpiry),
  rules: BigInt(message.rules),
  termsHash: message.termsHash,
};
const { bookingId } = booking;

/** The vector's digest is what was signed if, and only if, the signer is recovered from it. */
const signed = (digest: string, signature: string) =>
  expect(recoverAddress(digest, signature)).toBe(signer.address);

describe("booking messages equal the vectors", () => {
  it("derives the booking id, the deposit's nonce, the plan's hash and the progress word", () => {
    expect(bookingIdOf(terms)).toBe(bookingId);
    expect(depositNonceOf(bookingId)).toBe(booking.deposit.nonce);
    expect(planHashOf(booking.plan)).toBe(booking.plan.planHash);
    const { state, enteredAt, surgeryTime, reschedules, recordCommitment, word } = booking.progress;
    expect(
      progressWordOf({
        state: STATES[state] ?? "NONE",
        enteredAt: BigInt(enteredAt),
        surgeryTime: BigInt(surgeryTime),
        reschedules,
        planHash: booking.plan.planHash,
        recordCommitment: BigInt(recordCommitment),
      }),
    ).toBe(BigInt(word));
    expect(progressWordOf(NO_PROGRESS)).toBe(0n);
  });

  it("packs terms into the words of the vector, and unpacks the same terms", () => {
    const { packed } = booking;
    expect(packTerms(terms)).toEqual({
      patientAndTimes: packed.patientAndTimes,
      surgeonAndDeposit: BigInt(packed.surgeonAndDeposit),
      arbiterAndFee: packed.arbiterAndFee,
      patientCommitment: terms.patientCommitment,
      rules: terms.rules,
      termsHash: terms.termsHash,
    });
    expect(unpackTerms(packTerms(terms))).toEqual(terms);
  });

  it.each([
    ["appointmentTime", 2n ** 48n],
    ["offerExpiry", 2n ** 64n - 1n],
    ["deposit", 2n ** 96n],
    ["protocolFee", -1n],
  ] as const)("refuses terms whose %s no call could carry", (name, value) => {
    expect(() => packTerms({ ...terms, [name]: value })).toThrow(MalformedTermsError);
  });

  it.each(["patient", "surgeon", "arbiter"] as const)("refuses terms whose %s is no address", (name) => {
    for (const address of [
      "",
      "0x12",
      `0x${"12".repeat(21)}`,
      "surgeon.eth",
      terms[name].toLowerCase().replace("a", "A"),
    ]) {
      expect(() => packTerms({ ...terms, [name]: address })).toThrow(MalformedTermsError);
    }
  });

  it("signs terms, acceptance, withdrawal, plan, execution and closing", async () => {
    const deadline = BigInt(booking.acceptance.message.deadline);
    const recordCommitment = BigInt(booking.execution.message.recordCommitment);
    signed(booking.terms.digest, await signTerms(signer, domain, terms));
    signed(
      booking.acceptance.digest,
      await signBookingMessage(signer, domain, "Acceptance", { bookingId, deadline }),
    );
    signed(
      booking.withdrawal.digest,
      await signBookingMessage(signer, domain, "Withdrawal", { bookingId, deadline }),
    );
    signed(
      booking.plan.digest,
      await signBookingMessage(signer, domain, "Plan", {
        bookingId,
        planHash: booking.plan.planHash,
        surgeryTime: BigInt(booking.plan.message.surgeryTime),
        deadline,
      }),
    );
    signed(
      booking.execution.digest,
      await signBookingMessage(signer, domain, "Execution", { bookingId, recordCommitment, deadline }),
    );
    signed(
      booking.closing.digest,
      await signBookingMessage(signer, domain, "Closing", { bookingId, recordCommitment, deadline }),
    );
  });

  it("signs whatever moves or ends a booking otherwise", async () => {
    const deadline = BigInt(booking.acceptance.message.deadline);
    const common = { bookingId, deadline };
    const sign = <Name extends keyof BookingMessageValues>(name: Name, values: BookingMessageValues[Name]) =>
      signBookingMessage(signer, domain, name, values);
    const { rescheduling, cancellation, noShowReport, contest, accident, settlement, ruling } = booking;
    signed(
      rescheduling.digest,
      await sign("Rescheduling", {
        ...common,
        surgeryTime: BigInt(rescheduling.message.surgeryTime),
        reschedules: Number(rescheduling.message.reschedules),
      }),
    );
    signed(
      cancellation.digest,
      await sign("Cancellation", {
        ...common,
        surgeonAmount: BigInt(cancellation.message.surgeonAmount),
      }),
    );
    signed(noShowReport.digest, await sign("NoShowReport", common));
    const { evidenceHash } = contest.message;
    signed(contest.digest, await sign("Contest", { ...common, evidenceHash }));
    signed(accident.digest, await sign("Accident", { ...common, evidenceHash }));
    signed(
      settlement.digest,
      await sign("Settlement", {
        ...common,
        surgeonAmount: BigInt(settlement.message.surgeonAmount),
        patientAmount: BigInt(settlement.message.patientAmount),
      }),
    );
    signed(
      ruling.digest,
      await sign("Ruling", {
        ...common,
        surgeonShare: Number(ruling.message.surgeonShare),
        reasonHash: ruling.message.reasonHash,
      }),
    );
  });

  it("packs the rules into their word and reads them back", () => {
    const rules = Object.fromEntries(
      Object.entries(booking.rules).map(([name, value]) => [name, BigInt(value)]),
    ) as unknown as Rules;
    expect(packRules(rules)).toBe(terms.rules);
    expect(unpackRules(terms.rules)).toEqual(rules);
    // Sixteen bits for each, so that no rule of a word is read as smaller than the escrow reads it.
    const { maximumReschedules } = unpackRules(terms.rules | (1n << 168n));
    expect(maximumReschedules).toBe(rules.maximumReschedules + 256n);
    for (const change of [
      { executionWindow: 0n },
      { closingWindow: 181n * 86_400n },
      { contestWindow: 2n * 86_400n + 1n },
      { noShowWindow: rules.executionWindow + 3_600n },
      { defaultShare: 10_001n },
      { maximumReschedules: 11n },
      { noShowShare: -1n },
    ]) {
      expect(() => packRules({ ...rules, ...change })).toThrow(InvalidRulesError);
    }
  });

  it("signs the deposit's authorisation in the token's domain", async () => {
    const { message: authorization, digest } = booking.deposit;
    const { name, version, chainId, verifyingContract } = booking.deposit.domain;
    signed(
      digest,
      await signReceiveAuthorization(
        signer,
        { name, version, chainId: BigInt(chainId), verifyingContract },
        {
          from: authorization.from,
          to: authorization.to,
          value: BigInt(authorization.value),
          validAfter: BigInt(authorization.validAfter),
          validBefore: BigInt(authorization.validBefore),
          nonce: authorization.nonce,
        },
      ),
    );
  });
});

describe("licence messages equal the vectors", () => {
  const registry = registryDomain(BigInt(licence.domain.chainId), licence.domain.verifyingContract);
  const attested = licence.licence.message;
  const deadline = BigInt(licence.revocation.message.deadline);

  it("encodes and signs a licence", async () => {
    const created = createLicence({
      surgeon: attested.surgeon,
      licenceNumber: licence.licenceNumber,
      jurisdiction: licence.jurisdiction,
      specialty: "orthopaedics",
      issuedAt: BigInt(attested.issuedAt),
      expiry: BigInt(attested.expiry),
    });
    expect(created).toEqual({
      ...attested,
      issuedAt: BigInt(attested.issuedAt),
      expiry: BigInt(attested.expiry),
    });
    signed(licence.licence.digest, await signLicence(signer, registry, created));
  });

  it("signs profile update, rotation and suspension", async () => {
    const { profileUpdate, rotation, suspension } = licence;
    signed(
      profileUpdate.digest,
      await signProfileUpdate(signer, registry, {
        surgeon: attested.surgeon,
        profile: profileUpdate.message.profile,
        nonce: BigInt(profileUpdate.message.nonce),
        deadline,
      }),
    );
    signed(
      rotation.digest,
      await signRotation(signer, registry, {
        surgeon: attested.surgeon,
        newSigner: rotation.message.newSigner,
        nonce: BigInt(rotation.message.nonce),
        deadline,
      }),
    );
    signed(
      suspension.digest,
      await signSuspension(signer, registry, {
        surgeon: attested.surgeon,
        numberHash: suspension.message.numberHash,
        issuedAt: BigInt(suspension.message.issuedAt),
        suspendedUntil: BigInt(suspension.message.suspendedUntil),
        deadline,
      }),
    );
  });

  it("signs registration and revocation", async () => {
    const { numberHash, board, profile, issuedAt } = licence.registration.message;
    signed(
      licence.registration.digest,
      await signRegistration(signer, registry, {
        numberHash,
        issuedAt: BigInt(issuedAt),
        board,
        profile,
        deadline,
      }),
    );
    signed(
      licence.revocation.digest,
      await signRevocation(signer, registry, {
        surgeon: attested.surgeon,
        numberHash,
        issuedAt: BigInt(issuedAt),
        deadline,
      }),
    );
  });
});

it("a surgeon's answer equals the vector", async () => {
  const { nullifier, version, deadline } = answer.answer.message;
  signed(
    answer.answer.digest,
    await signAnswer(signer, boardDomain(BigInt(answer.domain.chainId), answer.domain.verifyingContract), {
      nullifier: BigInt(nullifier),
      version: Number(version),
      text: toUtf8Bytes(answer.text),
      deadline: BigInt(deadline),
    }),
  );
});
