import { generateX25519Identity } from "age-encryption";
import { id, Wallet, type JsonRpcSigner } from "ethers";

import { deployLocally } from "../../client/local/deploy.ts";
import { mint } from "../../client/local/mint.ts";
import * as boardCalls from "../../client/protocol/calls/board/index.ts";
import type { RelayableCall } from "../../client/protocol/calls/call.ts";
import * as escrowCalls from "../../client/protocol/calls/escrow/index.ts";
import type { SignedClosing } from "../../client/protocol/calls/signed-closing.ts";
import {
  type BookingMessageValues,
  escrowDomain,
  signBookingMessage,
} from "../../client/protocol/messages/escrow.ts";
import { depositNonceOf, signReceiveAuthorization } from "../../client/protocol/messages/token.ts";
import { NO_PROGRESS, type Progress } from "../../client/protocol/progress.ts";
import { packRules } from "../../client/protocol/rules.ts";
import { bookingIdOf, type Terms } from "../../client/protocol/terms.ts";
import { tokenDomainOf } from "../../client/reader/token-domain.ts";
import { Board } from "../../client/sdk/board/index.ts";
import { connect, OwnAccount, type Connection } from "../../client/sdk/index.ts";
import { Keeper } from "../../client/sdk/keeper/index.ts";
import { Patient } from "../../client/sdk/patient/index.ts";
import { Surgeon } from "../../client/sdk/surgeon/index.ts";
import { DEPOSIT, RULES } from "../../fixtures/agreement.ts";
import { PatientKeys } from "../../prover/keys/index.ts";
import type { ReviewProver } from "../../prover/proving/index.ts";
import type { Usage } from "./fees.ts";
import { PHRASE } from "./patients.ts";
import type { MeasuringRollup } from "./rollup.ts";
import { SURGEONS } from "./surgeons.ts";

const HOUR = 3_600n;
const DAY = 24n * HOUR;

/** Steps that each booking takes by a transaction of its own. */
export type BookingStep = "schedule" | "confirm" | "execute" | "close";

/** An offer with whoever signs for it. */
export interface Booking {
  readonly surgeon: Wallet;
  readonly patient: Wallet;
  readonly offer: {
    readonly bookingId: string;
    readonly terms: Terms;
    readonly depositSignature: string;
  };
  readonly recordCommitment: bigint;
}

/**
 * A deployment with licensed surgeons, and everything that bookings are signed and sent with. Bookings are signed message by
 * message from values that never change, where roles draw salts, so that what is measured is exact to the unit.
 */
export class Clinic {
  readonly #chain: MeasuringRollup;
  readonly #aftercare: Connection;
  readonly #keys = PatientKeys.fromPhrase(PHRASE);
  #bookingsMade = 0;

  private constructor(chain: MeasuringRollup, aftercare: Connection) {
    this.#chain = chain;
    this.#aftercare = aftercare;
  }

  static async open(chain: MeasuringRollup): Promise<Clinic> {
    const { provider } = chain.rollup;
    const [treasury, board] = [await chain.account(1), await chain.account(2)];
    const deployment = await deployLocally(chain.rollup, {
      treasury: treasury.address,
      medicalBoard: board.address,
    });
    const relay = new OwnAccount({ signer: chain.sender, provider, deployment });
    const clinic = new Clinic(chain, await connect({ deployment, provider, relay }));
    for (const surgeon of SURGEONS) {
      await clinic.#license(surgeon, board);
      // She has been paid before, so that collecting finds a balance to add to.
      await chain.send(mint(deployment, { account: surgeon.address, amount: 1n }));
    }
    return clinic;
  }

  /** A booking with each of these surgeons: the surgeries are all a few days ahead, nothing is scheduled yet. */
  async offers(surgeons: readonly Wallet[]): Promise<Booking[]> {
    const { deployment, contracts } = this.#aftercare;
    const now = await this.#aftercare.now();
    const tokenDomain = await tokenDomainOf(contracts.token);
    const bookings: Booking[] = [];
    for (const surgeon of surgeons) {
      const keys = this.#keys.booking(this.#bookingsMade++);
      // Exactly the deposit, as a key that is used once holds.
      await this.#chain.send(mint(deployment, { account: keys.address, amount: DEPOSIT }));
      const patient = new Wallet(keys.signingKey);
      const terms: Terms = {
        patient: keys.address,
        surgeon: surgeon.address,
        arbiter: new Wallet(id("benchmark arbiter")).address,
        patientCommitment: keys.patientCommitment,
        deposit: DEPOSIT,
        protocolFee: await contracts.escrow.protocolFee(),
        appointmentTime: now + 10n * DAY,
        offerExpiry: now + 2n * DAY,
        rules: packRules(RULES),
        termsHash: id(`terms of booking ${this.#bookingsMade}`),
      };
      const bookingId = bookingIdOf(terms);
      const depositSignature = await signReceiveAuthorization(patient, tokenDomain, {
        from: terms.patient,
        to: deployment.escrow,
        value: terms.deposit,
        validAfter: 0n,
        validBefore: terms.offerExpiry,
        nonce: depositNonceOf(bookingId),
      });
      const recordCommitment = BigInt(id(`record of booking ${this.#bookingsMade}`)) >> 3n;
      bookings.push({
        surgeon,
        patient,
        offer: { bookingId, terms, depositSignature },
        recordCommitment,
      });
    }
    return bookings;
  }

  /** Takes all bookings through one step, each by a transaction of its own. */
  async advance(bookings: readonly Booking[], step: BookingStep): Promise<Usage[]> {
    const usages: Usage[] = [];
    for (const call of await this.#callsOf(bookings, step)) usages.push(await this.#chain.measure(call));
    return usages;
  }

  /** The calls that take each booking through a step, whose time has then come. */
  async #callsOf(bookings: readonly Booking[], step: BookingStep): Promise<RelayableCall[]> {
    const standing = await this.#standing(bookings);
    await this.#waitFor(step, standing);
    const deadline = (await this.#aftercare.now()) + HOUR;
    return Promise.all(standing.map((booking) => this.#call(booking, booking.progress, step, deadline)));
  }

  /** Closes all these bookings by one transaction. */
  async closeTogether(bookings: readonly Booking[]): Promise<Usage> {
    const closings = await this.#closings(bookings);
    const usage = await this.#chain.measure(escrowCalls.closeMany(this.#aftercare.deployment, { closings }));
    const after = await this.#standing(bookings);
    if (after.some(({ progress }) => progress.state !== "CLOSED"))
      throw new Error("A booking was passed over.");
    return usage;
  }

  /** What pays a surgeon all that the escrow owes her. */
  collect(surgeon: Wallet): Promise<Usage> {
    return this.#chain.measure(escrowCalls.collect(this.#aftercare.deployment, { account: surgeon.address }));
  }

  /** What moves the protocol fees of a surgeon's surgeries to the treasury's balance. */
  gatherFees(surgeon: Wallet): Promise<Usage> {
    return this.#chain.measure(
      escrowCalls.gatherFees(this.#aftercare.deployment, { surgeon: surgeon.address }),
    );
  }

  /** Brings every closed surgery into the tree. */
  async flush(): Promise<void> {
    await new Keeper(this.#aftercare).flush();
  }

  /** Reviews a flushed surgery; relaying it earns its fee. */
  async review({ offer }: Booking, prover: ReviewProver): Promise<void> {
    const patient = Patient.fromPhrase(this.#aftercare, PHRASE);
    await patient.bookings();
    await patient.submitReview(await patient.proveReview(offer, { prover, rating: 5, text: "" }));
  }

  /** What pays the relayer all that the board has noted for it. */
  payRelayer(): Promise<Usage> {
    return this.#chain.measure(
      boardCalls.payRelayer(this.#aftercare.deployment, { relayer: this.#chain.sender.address }),
    );
  }

  /** What each booking's patient signs to close it, whose time has then come. */
  async #closings(bookings: readonly Booking[]) {
    const standing = await this.#standing(bookings);
    await this.#waitFor("close", standing);
    const deadline = (await this.#aftercare.now()) + HOUR;
    return Promise.all(standing.map((booking) => this.#closing(booking, deadline)));
  }

  async #closing({ patient, offer, recordCommitment }: Booking, deadline: bigint): Promise<SignedClosing> {
    const { bookingId, terms } = offer;
    const message = { bookingId, recordCommitment, deadline };
    const patientSignature = await signBookingMessage(patient, this.#domain, "Closing", message);
    return { terms, recordCommitment, deadline, patientSignature };
  }

  get #domain() {
    const { chainId, escrow } = this.#aftercare.deployment;
    return escrowDomain(chainId, escrow);
  }

  async #waitFor(step: BookingStep, [first]: readonly { progress: Progress }[]): Promise<void> {
    if (step === "execute" && first) await this.#chain.rollup.advanceTo(first.progress.surgeryTime);
    // All have been executed within less than an hour.
    if (step === "close" && first) await this.#chain.rollup.advanceTo(first.progress.enteredAt + DAY + HOUR);
  }

  async #standing(bookings: readonly Booking[]): Promise<(Booking & { progress: Progress })[]> {
    const view = await this.#aftercare.view();
    return bookings.map((booking) => ({
      ...booking,
      progress: view.bookings.get(booking.offer.bookingId)?.progress ?? NO_PROGRESS,
    }));
  }

  async #call(
    booking: Booking,
    progress: Progress,
    step: BookingStep,
    deadline: bigint,
  ): Promise<RelayableCall> {
    const { patient, surgeon, offer, recordCommitment } = booking;
    const { bookingId, terms, depositSignature } = offer;
    const sign = <Message extends keyof BookingMessageValues>(
      signer: Wallet,
      message: Message,
      values: BookingMessageValues[Message],
    ) => signBookingMessage(signer, this.#domain, message, values);
    switch (step) {
      case "schedule": {
        const acceptance = await sign(surgeon, "Acceptance", { bookingId, deadline });
        return escrowCalls.schedule(this.#aftercare.deployment, {
          terms,
          deadline,
          depositSignature,
          surgeonSignature: acceptance,
        });
      }
      case "confirm": {
        const planHash = id(`plan of ${bookingId}`);
        const { surgeryTime } = progress;
        const plan = { bookingId, planHash, surgeryTime, deadline };
        const [byPatient, bySurgeon] = [await sign(patient, "Plan", plan), await sign(surgeon, "Plan", plan)];
        return escrowCalls.confirm(this.#aftercare.deployment, {
          terms,
          ...plan,
          patientSignature: byPatient,
          surgeonSignature: bySurgeon,
        });
      }
      case "execute": {
        const execution = await sign(surgeon, "Execution", { bookingId, recordCommitment, deadline });
        return escrowCalls.execute(this.#aftercare.deployment, {
          terms,
          recordCommitment,
          deadline,
          surgeonSignature: execution,
        });
      }
      case "close":
        return escrowCalls.close(this.#aftercare.deployment, await this.#closing(booking, deadline));
    }
  }

  async #license(wallet: Wallet, signer: JsonRpcSigner): Promise<void> {
    const board = await Board.of(this.#aftercare, { signer });
    const surgeon = new Surgeon(this.#aftercare, {
      address: wallet.address,
      signer: wallet,
      ageIdentity: await generateX25519Identity(),
    });
    const attestation = await board.attest({
      surgeon: wallet.address,
      licenceNumber: wallet.address,
      jurisdiction: "US-CA",
      specialty: "plastic-surgery",
      expiry: (await this.#aftercare.now()) + 365n * DAY,
    });
    await surgeon.register(attestation, { profile: new TextEncoder().encode(wallet.address) });
  }
}
