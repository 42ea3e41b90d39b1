import { id, Wallet, ZeroAddress, type JsonRpcSigner } from "ethers";

import { deployLocally } from "../../client/local/deploy.ts";
import { type ChainView, readChain } from "../../client/reader/chain-view.ts";
import { nextBatch } from "../../client/reader/replay/queue.ts";
import { frontierOf, positionOf } from "../../client/reader/replay/trees.ts";
import {
  type BookingMessageValues,
  escrowDomain,
  signBookingMessage,
} from "../../client/protocol/messages/escrow.ts";
import { NO_PROGRESS, type Progress } from "../../client/protocol/progress.ts";
import type { RelayableCall } from "../../client/protocol/calls/call.ts";
import * as boardCalls from "../../client/protocol/calls/board/index.ts";
import * as escrowCalls from "../../client/protocol/calls/escrow/index.ts";
import { register } from "../../client/protocol/calls/registry/index.ts";
import { flush } from "../../client/protocol/calls/tree/index.ts";
import type { SignedClosing } from "../../client/protocol/calls/signed-closing.ts";
import type { Deployment } from "../../client/protocol/deployment.ts";
import { type Contracts, contractsOf } from "../../client/reader/contracts.ts";
import { createLicence } from "../../client/protocol/licence.ts";
import { registryDomain, signLicence, signRegistration } from "../../client/protocol/messages/registry.ts";
import { createOffer, type BookingDomains, type SignedOffer } from "../../client/sdk/offer.ts";
import { submissionOf } from "../../client/protocol/review.ts";
import { tokenDomainOf } from "../../client/reader/token-domain.ts";
import { DEPOSIT, RULES } from "../../client/demo/chapters/booking.ts";
import { PatientKeys, type BookingKeys } from "../../prover/keys/index.ts";
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
  readonly secret: bigint;
  readonly offer: SignedOffer;
  readonly recordCommitment: bigint;
}

/** A deployment with licensed surgeons, and everything that bookings are signed and sent with. */
export class Clinic {
  readonly #chain: MeasuringRollup;
  readonly #deployment: Deployment;
  readonly #contracts: Contracts;
  readonly #domains: BookingDomains;
  readonly #patient = PatientKeys.fromPhrase(PHRASE);
  #bookingsMade = 0;

  private constructor(
    chain: MeasuringRollup,
    deployment: Deployment,
    contracts: Contracts,
    domains: BookingDomains,
  ) {
    this.#chain = chain;
    this.#deployment = deployment;
    this.#contracts = contracts;
    this.#domains = domains;
  }

  static async open(chain: MeasuringRollup): Promise<Clinic> {
    const { rollup } = chain;
    const [treasury, board] = [await chain.account(1), await chain.account(2)];
    const deployment = await deployLocally(rollup, {
      treasury: treasury.address,
      medicalBoard: board.address,
    });
    const contracts = contractsOf(deployment, rollup.provider);
    const clinic = new Clinic(chain, deployment, contracts, {
      escrow: escrowDomain(deployment.chainId, deployment.escrow),
      escrowAddress: deployment.escrow,
      token: await tokenDomainOf(contracts.token),
    });
    for (const surgeon of SURGEONS) {
      await clinic.#license(surgeon, board);
      // She has been paid before, so that collecting finds a balance to add to.
      await clinic.#send(clinic.#token("mint", [surgeon.address, 1n]));
    }
    return clinic;
  }

  /** A booking with each of these surgeons: the surgeries are all a few days ahead, nothing is scheduled yet. */
  async offers(surgeons: readonly Wallet[]): Promise<Booking[]> {
    const now = await this.#chain.rollup.now();
    const bookings: Booking[] = [];
    for (const surgeon of surgeons) {
      const keys: BookingKeys = this.#patient.booking(this.#bookingsMade++);
      // Exactly the deposit, as a key that is used once holds.
      await this.#send(this.#token("mint", [keys.address, DEPOSIT]));
      const offer = await createOffer(this.#domains, keys, {
        surgeon: surgeon.address,
        arbiter: new Wallet(id("benchmark arbiter")).address,
        deposit: DEPOSIT,
        protocolFee: await this.#contracts.escrow.protocolFee(),
        appointmentTime: now + 10n * DAY,
        offerExpiry: now + 2n * DAY,
        rules: RULES,
        document: new TextEncoder().encode(`terms of booking ${this.#bookingsMade}`),
      });
      const recordCommitment = BigInt(id(`record of booking ${this.#bookingsMade}`)) >> 3n;
      bookings.push({
        surgeon,
        patient: new Wallet(keys.signingKey),
        secret: keys.secret,
        offer,
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
    const deadline = (await this.#chain.rollup.now()) + HOUR;
    return Promise.all(standing.map((booking) => this.#call(booking, booking.progress, step, deadline)));
  }

  /** Closes all these bookings by one transaction. */
  async closeTogether(bookings: readonly Booking[]): Promise<Usage> {
    const closings = await this.#closings(bookings);
    const usage = await this.#chain.measure(escrowCalls.closeMany(this.#deployment, { closings }));
    const after = await this.#standing(bookings);
    if (after.some(({ progress }) => progress.state !== "CLOSED"))
      throw new Error("A booking was passed over.");
    return usage;
  }

  /** What pays a surgeon all that the escrow owes her. */
  collect(surgeon: Wallet): Promise<Usage> {
    return this.#chain.measure(escrowCalls.collect(this.#deployment, { account: surgeon.address }));
  }

  /** What moves the protocol fees of a surgeon's surgeries to the treasury's balance. */
  gatherFees(surgeon: Wallet): Promise<Usage> {
    return this.#chain.measure(escrowCalls.gatherFees(this.#deployment, { surgeon: surgeon.address }));
  }

  /** Brings every closed surgery into the tree. */
  async flush(): Promise<void> {
    const { queue, trees } = await this.#view();
    await this.#send(
      flush(this.#deployment, { surgeries: nextBatch(queue, trees.flushed), frontier: frontierOf(trees) }),
    );
  }

  /** Reviews a flushed surgery; relaying it earns its fee. */
  async review({ surgeon, secret, offer, recordCommitment }: Booking, prover: ReviewProver): Promise<void> {
    const { trees } = await this.#view();
    const { patientCommitment } = offer.terms;
    const position = positionOf(trees, { patientCommitment, surgeon: surgeon.address, recordCommitment });
    const grown = position && trees.trees[position.treeNumber];
    const closed = position && grown?.surgeries[position.leafIndex];
    if (!closed) throw new Error("The surgery to review is not in the tree.");
    const content = {
      chainId: this.#deployment.chainId,
      board: this.#deployment.board,
      surgeon: surgeon.address,
      rating: 5,
      text: "",
      version: 1,
      feeRecipient: ZeroAddress,
      maxFee: await this.#contracts.escrow.reviewFee(),
    };
    const path = grown.tree.path(position.leafIndex);
    const submission = submissionOf(content, await prover.proveReview({ content, secret, closed, path }));
    await this.#send(boardCalls.post(this.#deployment, submission));
  }

  /** What pays the relayer all that the board has noted for it. */
  payRelayer(): Promise<Usage> {
    return this.#chain.measure(
      boardCalls.payRelayer(this.#deployment, { relayer: this.#chain.sender.address }),
    );
  }

  #view(): Promise<ChainView> {
    return readChain(this.#deployment, this.#chain.rollup.provider);
  }

  /** What each booking's patient signs to close it, whose time has then come. */
  async #closings(bookings: readonly Booking[]) {
    const standing = await this.#standing(bookings);
    await this.#waitFor("close", standing);
    const deadline = (await this.#chain.rollup.now()) + HOUR;
    return Promise.all(standing.map((booking) => this.#closing(booking, deadline)));
  }

  async #closing({ patient, offer, recordCommitment }: Booking, deadline: bigint): Promise<SignedClosing> {
    const { bookingId, terms } = offer;
    const message = { bookingId, recordCommitment, deadline };
    const patientSignature = await signBookingMessage(patient, this.#domains.escrow, "Closing", message);
    return { terms, recordCommitment, deadline, patientSignature };
  }

  async #waitFor(step: BookingStep, [first]: readonly { progress: Progress }[]): Promise<void> {
    if (step === "execute" && first) await this.#chain.rollup.advanceTo(first.progress.surgeryTime);
    // All have been executed within less than an hour.
    if (step === "close" && first) await this.#chain.rollup.advanceTo(first.progress.enteredAt + DAY + HOUR);
  }

  async #standing(bookings: readonly Booking[]): Promise<(Booking & { progress: Progress })[]> {
    const view = await this.#view();
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
    ) => signBookingMessage(signer, this.#domains.escrow, message, values);
    switch (step) {
      case "schedule": {
        const acceptance = await sign(surgeon, "Acceptance", { bookingId, deadline });
        return escrowCalls.schedule(this.#deployment, {
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
        return escrowCalls.confirm(this.#deployment, {
          terms,
          ...plan,
          patientSignature: byPatient,
          surgeonSignature: bySurgeon,
        });
      }
      case "execute": {
        const execution = await sign(surgeon, "Execution", { bookingId, recordCommitment, deadline });
        return escrowCalls.execute(this.#deployment, {
          terms,
          recordCommitment,
          deadline,
          surgeonSignature: execution,
        });
      }
      case "close":
        return escrowCalls.close(this.#deployment, await this.#closing(booking, deadline));
    }
  }

  async #license(surgeon: Wallet, board: JsonRpcSigner): Promise<void> {
    const domain = registryDomain(this.#deployment.chainId, this.#deployment.registry);
    const now = await this.#chain.rollup.now();
    const licence = createLicence({
      surgeon: surgeon.address,
      licenceNumber: surgeon.address,
      jurisdiction: "US-CA",
      specialty: "plastic-surgery",
      issuedAt: now,
      expiry: now + 365n * DAY,
    });
    const profile = {
      encryptionKey: id(`key of ${surgeon.address}`),
      contentHash: id(`profile of ${surgeon.address}`),
    };
    const { numberHash, issuedAt } = licence;
    const deadline = now + HOUR;
    const consent = { numberHash, issuedAt, board: board.address, profile, deadline };
    await this.#send(
      register(this.#deployment, {
        licence,
        board: board.address,
        boardSignature: await signLicence(board, domain, licence),
        profile,
        deadline,
        surgeonSignature: await signRegistration(surgeon, domain, consent),
      }),
    );
  }

  #token(action: string, values: readonly unknown[]): RelayableCall {
    const data = this.#contracts.token.interface.encodeFunctionData(action, [...values]);
    return { action, to: this.#deployment.token, data };
  }

  async #send(call: RelayableCall): Promise<void> {
    await this.#chain.send(call);
  }
}
