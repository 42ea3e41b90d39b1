import { concat } from "ethers";
import type { SolidityProof } from "../../prover/review/index.ts";
import { packTerms, type Terms } from "./booking.ts";
import { addressOf, type Contracts } from "./deployment.ts";
import type { Licence, Profile } from "./licence.ts";
import { packReview, type Review, type ReviewSubmission } from "./review.ts";

/** A transaction that carries all the authority it needs, so that anyone may send it. */
export interface RelayableCall {
  /** Name of the contract's function, for progress and tables. */
  action: string;
  to: string;
  data: string;
}

/** A patient's acceptance of the record, signed. */
export interface SignedClosing {
  terms: Terms;
  recordCommitment: bigint;
  deadline: bigint;
  patientSignature: string;
}

/** A leaf's data as `flush` takes it. */
export interface QueuedSurgery {
  patientCommitment: bigint;
  surgeonDay: bigint;
  recordCommitment: bigint;
}

/** Builds the calls of one deployment. Nothing here signs, reads or sends. */
export function callsOf(contracts: Contracts) {
  const { registry, escrow, tree, board } = contracts;
  const escrowCall = (action: string, data: string): RelayableCall => ({
    action,
    to: addressOf(escrow),
    data,
  });

  return {
    register: (
      licence: Licence,
      boardAddress: string,
      boardSignature: string,
      profile: Profile,
      deadline: bigint,
      surgeonSignature: string,
    ): RelayableCall => ({
      action: "register",
      to: addressOf(registry),
      data: registry.interface.encodeFunctionData("register", [
        licence,
        boardAddress,
        boardSignature,
        profile,
        deadline,
        surgeonSignature,
      ]),
    }),

    updateProfile: (
      update: { surgeon: string; profile: Profile; nonce: bigint; deadline: bigint },
      surgeonSignature: string,
    ): RelayableCall => ({
      action: "updateProfile",
      to: addressOf(registry),
      data: registry.interface.encodeFunctionData("updateProfile", [
        update.surgeon,
        update.profile,
        update.nonce,
        update.deadline,
        surgeonSignature,
      ]),
    }),

    rotateKey: (
      rotation: { surgeon: string; newSigner: string; nonce: bigint; deadline: bigint },
      currentSignerSignature: string,
      newSignerSignature: string,
    ): RelayableCall => ({
      action: "rotateKey",
      to: addressOf(registry),
      data: registry.interface.encodeFunctionData("rotateKey", [
        rotation.surgeon,
        rotation.newSigner,
        rotation.nonce,
        rotation.deadline,
        currentSignerSignature,
        newSignerSignature,
      ]),
    }),

    suspend: (
      suspension: {
        surgeon: string;
        board: string;
        issuedAt: bigint;
        suspendedUntil: bigint;
        deadline: bigint;
      },
      boardSignature: string,
    ): RelayableCall => ({
      action: "suspend",
      to: addressOf(registry),
      data: registry.interface.encodeFunctionData("suspend", [
        suspension.surgeon,
        suspension.board,
        suspension.issuedAt,
        suspension.suspendedUntil,
        suspension.deadline,
        boardSignature,
      ]),
    }),

    revoke: (
      surgeon: string,
      boardAddress: string,
      deadline: bigint,
      boardSignature: string,
    ): RelayableCall => ({
      action: "revoke",
      to: addressOf(registry),
      data: registry.interface.encodeFunctionData("revoke", [
        surgeon,
        boardAddress,
        deadline,
        boardSignature,
      ]),
    }),

    propose: (terms: Terms, patientSignature: string) =>
      escrowCall(
        "propose",
        escrow.interface.encodeFunctionData("propose", [packTerms(terms), patientSignature]),
      ),

    withdrawOffer: (terms: Terms, deadline: bigint, patientSignature: string) =>
      escrowCall(
        "withdrawOffer",
        escrow.interface.encodeFunctionData("withdrawOffer", [packTerms(terms), deadline, patientSignature]),
      ),

    expire: (terms: Terms) =>
      escrowCall("expire", escrow.interface.encodeFunctionData("expire", [packTerms(terms)])),

    schedule: (terms: Terms, deadline: bigint, depositSignature: string, surgeonSignature: string) =>
      escrowCall(
        "schedule",
        escrow.interface.encodeFunctionData("schedule", [
          packTerms(terms),
          deadline,
          depositSignature,
          surgeonSignature,
        ]),
      ),

    confirm: (
      terms: Terms,
      planHash: string,
      surgeryTime: bigint,
      deadline: bigint,
      patientSignature: string,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "confirm",
        escrow.interface.encodeFunctionData("confirm", [
          packTerms(terms),
          planHash,
          surgeryTime,
          deadline,
          patientSignature,
          surgeonSignature,
        ]),
      ),

    reschedule: (
      terms: Terms,
      surgeryTime: bigint,
      deadline: bigint,
      patientSignature: string,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "reschedule",
        escrow.interface.encodeFunctionData("reschedule", [
          packTerms(terms),
          surgeryTime,
          deadline,
          patientSignature,
          surgeonSignature,
        ]),
      ),

    cancel: (terms: Terms, canceller: string, surgeonAmount: bigint, deadline: bigint, signature: string) =>
      escrowCall(
        "cancel",
        escrow.interface.encodeFunctionData("cancel", [
          packTerms(terms),
          canceller,
          surgeonAmount,
          deadline,
          signature,
        ]),
      ),

    reportNoShow: (terms: Terms, deadline: bigint, surgeonSignature: string) =>
      escrowCall(
        "reportNoShow",
        escrow.interface.encodeFunctionData("reportNoShow", [packTerms(terms), deadline, surgeonSignature]),
      ),

    contest: (terms: Terms, evidenceHash: string, deadline: bigint, patientSignature: string) =>
      escrowCall(
        "contest",
        escrow.interface.encodeFunctionData("contest", [
          packTerms(terms),
          evidenceHash,
          deadline,
          patientSignature,
        ]),
      ),

    concludeNoShow: (terms: Terms) =>
      escrowCall("concludeNoShow", escrow.interface.encodeFunctionData("concludeNoShow", [packTerms(terms)])),

    refund: (terms: Terms) =>
      escrowCall("refund", escrow.interface.encodeFunctionData("refund", [packTerms(terms)])),

    execute: (terms: Terms, recordCommitment: bigint, deadline: bigint, surgeonSignature: string) =>
      escrowCall(
        "execute",
        escrow.interface.encodeFunctionData("execute", [
          packTerms(terms),
          recordCommitment,
          deadline,
          surgeonSignature,
        ]),
      ),

    close: (closing: SignedClosing) =>
      escrowCall(
        "close",
        escrow.interface.encodeFunctionData("close", [
          packTerms(closing.terms),
          closing.recordCommitment,
          closing.deadline,
          closing.patientSignature,
        ]),
      ),

    /** All or none: simulate first, and leave out whatever the escrow refuses. */
    closeMany: (closings: readonly SignedClosing[]) =>
      escrowCall(
        "closeMany",
        escrow.interface.encodeFunctionData("closeMany", [
          closings.map((closing) => ({ ...closing, terms: packTerms(closing.terms) })),
        ]),
      ),

    lapse: (terms: Terms) =>
      escrowCall("lapse", escrow.interface.encodeFunctionData("lapse", [packTerms(terms)])),

    reportAccident: (
      terms: Terms,
      reporter: string,
      evidenceHash: string,
      deadline: bigint,
      signature: string,
    ) =>
      escrowCall(
        "reportAccident",
        escrow.interface.encodeFunctionData("reportAccident", [
          packTerms(terms),
          reporter,
          evidenceHash,
          deadline,
          signature,
        ]),
      ),

    settle: (
      terms: Terms,
      surgeonAmount: bigint,
      patientAmount: bigint,
      deadline: bigint,
      patientSignature: string,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "settle",
        escrow.interface.encodeFunctionData("settle", [
          packTerms(terms),
          surgeonAmount,
          patientAmount,
          deadline,
          patientSignature,
          surgeonSignature,
        ]),
      ),

    rule: (
      terms: Terms,
      surgeonShare: number,
      reasonHash: string,
      deadline: bigint,
      arbiterSignature: string,
    ) =>
      escrowCall(
        "rule",
        escrow.interface.encodeFunctionData("rule", [
          packTerms(terms),
          surgeonShare,
          reasonHash,
          deadline,
          arbiterSignature,
        ]),
      ),

    concludeByDefault: (terms: Terms) =>
      escrowCall(
        "concludeByDefault",
        escrow.interface.encodeFunctionData("concludeByDefault", [packTerms(terms)]),
      ),

    collect: (account: string) =>
      escrowCall("collect", escrow.interface.encodeFunctionData("collect", [account])),

    gatherFees: (surgeon: string) =>
      escrowCall("gatherFees", escrow.interface.encodeFunctionData("gatherFees", [surgeon])),

    /** @param frontier That of the current tree before these surgeries: `SurgeryTree.frontier` of `aftercare/prover`. */
    flush: (surgeries: QueuedSurgery[], frontier: bigint[]): RelayableCall => ({
      action: "flush",
      to: addressOf(tree),
      data: tree.interface.encodeFunctionData("flush", [surgeries, frontier]),
    }),

    post: (review: Review, proof: SolidityProof): RelayableCall => ({
      action: "post",
      to: addressOf(board),
      data: board.interface.encodeFunctionData("post", [packReview(review), review.text, proof]),
    }),

    /** @param submissions 1 to 32. */
    postBatch: (submissions: readonly ReviewSubmission[]): RelayableCall => ({
      action: "postBatch",
      to: addressOf(board),
      data: board.interface.encodeFunctionData("postBatch", [
        submissions.map(({ review }) => packReview(review)),
        concat(submissions.map(({ review }) => review.text)),
        submissions.map(({ proof }) => proof),
      ]),
    }),

    payRelayer: (relayer: string): RelayableCall => ({
      action: "payRelayer",
      to: addressOf(board),
      data: board.interface.encodeFunctionData("payRelayer", [relayer]),
    }),

    answer: (
      nullifier: bigint,
      version: number,
      text: Uint8Array,
      deadline: bigint,
      surgeonSignature: string,
    ): RelayableCall => ({
      action: "answer",
      to: addressOf(board),
      data: board.interface.encodeFunctionData("answer", [
        nullifier,
        version,
        text,
        deadline,
        surgeonSignature,
      ]),
    }),
  };
}
