import { concat } from "ethers";
import type { SolidityProof } from "../../prover/review/index.ts";
import { encodableProgress, type Progress, type Terms } from "./booking.ts";
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
      escrowCall("propose", escrow.interface.encodeFunctionData("propose", [terms, patientSignature])),

    withdrawOffer: (terms: Terms, progress: Progress, deadline: bigint, patientSignature: string) =>
      escrowCall(
        "withdrawOffer",
        escrow.interface.encodeFunctionData("withdrawOffer", [
          terms,
          encodableProgress(progress),
          deadline,
          patientSignature,
        ]),
      ),

    expire: (terms: Terms, progress: Progress) =>
      escrowCall(
        "expire",
        escrow.interface.encodeFunctionData("expire", [terms, encodableProgress(progress)]),
      ),

    schedule: (
      terms: Terms,
      progress: Progress,
      depositSignature: string,
      deadline: bigint,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "schedule",
        escrow.interface.encodeFunctionData("schedule", [
          terms,
          encodableProgress(progress),
          depositSignature,
          deadline,
          surgeonSignature,
        ]),
      ),

    confirm: (
      terms: Terms,
      progress: Progress,
      planHash: string,
      surgeryTime: bigint,
      deadline: bigint,
      patientSignature: string,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "confirm",
        escrow.interface.encodeFunctionData("confirm", [
          terms,
          encodableProgress(progress),
          planHash,
          surgeryTime,
          deadline,
          patientSignature,
          surgeonSignature,
        ]),
      ),

    reschedule: (
      terms: Terms,
      progress: Progress,
      surgeryTime: bigint,
      deadline: bigint,
      patientSignature: string,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "reschedule",
        escrow.interface.encodeFunctionData("reschedule", [
          terms,
          encodableProgress(progress),
          surgeryTime,
          deadline,
          patientSignature,
          surgeonSignature,
        ]),
      ),

    cancel: (
      terms: Terms,
      progress: Progress,
      canceller: string,
      surgeonAmount: bigint,
      deadline: bigint,
      signature: string,
    ) =>
      escrowCall(
        "cancel",
        escrow.interface.encodeFunctionData("cancel", [
          terms,
          encodableProgress(progress),
          canceller,
          surgeonAmount,
          deadline,
          signature,
        ]),
      ),

    reportNoShow: (terms: Terms, progress: Progress, deadline: bigint, surgeonSignature: string) =>
      escrowCall(
        "reportNoShow",
        escrow.interface.encodeFunctionData("reportNoShow", [
          terms,
          encodableProgress(progress),
          deadline,
          surgeonSignature,
        ]),
      ),

    contest: (
      terms: Terms,
      progress: Progress,
      evidenceHash: string,
      deadline: bigint,
      patientSignature: string,
    ) =>
      escrowCall(
        "contest",
        escrow.interface.encodeFunctionData("contest", [
          terms,
          encodableProgress(progress),
          evidenceHash,
          deadline,
          patientSignature,
        ]),
      ),

    concludeNoShow: (terms: Terms, progress: Progress) =>
      escrowCall(
        "concludeNoShow",
        escrow.interface.encodeFunctionData("concludeNoShow", [terms, encodableProgress(progress)]),
      ),

    refund: (terms: Terms, progress: Progress) =>
      escrowCall(
        "refund",
        escrow.interface.encodeFunctionData("refund", [terms, encodableProgress(progress)]),
      ),

    execute: (
      terms: Terms,
      progress: Progress,
      recordCommitment: bigint,
      deadline: bigint,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "execute",
        escrow.interface.encodeFunctionData("execute", [
          terms,
          encodableProgress(progress),
          recordCommitment,
          deadline,
          surgeonSignature,
        ]),
      ),

    close: (terms: Terms, progress: Progress, deadline: bigint, patientSignature: string) =>
      escrowCall(
        "close",
        escrow.interface.encodeFunctionData("close", [
          terms,
          encodableProgress(progress),
          deadline,
          patientSignature,
        ]),
      ),

    lapse: (terms: Terms, progress: Progress) =>
      escrowCall("lapse", escrow.interface.encodeFunctionData("lapse", [terms, encodableProgress(progress)])),

    reportAccident: (
      terms: Terms,
      progress: Progress,
      reporter: string,
      evidenceHash: string,
      deadline: bigint,
      signature: string,
    ) =>
      escrowCall(
        "reportAccident",
        escrow.interface.encodeFunctionData("reportAccident", [
          terms,
          encodableProgress(progress),
          reporter,
          evidenceHash,
          deadline,
          signature,
        ]),
      ),

    settle: (
      terms: Terms,
      progress: Progress,
      surgeonAmount: bigint,
      patientAmount: bigint,
      deadline: bigint,
      patientSignature: string,
      surgeonSignature: string,
    ) =>
      escrowCall(
        "settle",
        escrow.interface.encodeFunctionData("settle", [
          terms,
          encodableProgress(progress),
          surgeonAmount,
          patientAmount,
          deadline,
          patientSignature,
          surgeonSignature,
        ]),
      ),

    rule: (
      terms: Terms,
      progress: Progress,
      surgeonShare: number,
      reasonHash: string,
      deadline: bigint,
      arbiterSignature: string,
    ) =>
      escrowCall(
        "rule",
        escrow.interface.encodeFunctionData("rule", [
          terms,
          encodableProgress(progress),
          surgeonShare,
          reasonHash,
          deadline,
          arbiterSignature,
        ]),
      ),

    concludeByDefault: (terms: Terms, progress: Progress) =>
      escrowCall(
        "concludeByDefault",
        escrow.interface.encodeFunctionData("concludeByDefault", [terms, encodableProgress(progress)]),
      ),

    collect: (account: string) =>
      escrowCall("collect", escrow.interface.encodeFunctionData("collect", [account])),

    flush: (surgeries: QueuedSurgery[]): RelayableCall => ({
      action: "flush",
      to: addressOf(tree),
      data: tree.interface.encodeFunctionData("flush", [surgeries]),
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
