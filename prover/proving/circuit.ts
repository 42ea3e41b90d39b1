import type { CircuitName } from "../../circuits/manifest.ts";
import { CLAIM_PUBLIC_SIGNALS, claimSignalsOf, type ClaimStatement } from "../claim/statement.ts";
import { verifyClaim } from "../claim/verify.ts";
import type { Groth16Proof } from "../groth16/proof.ts";
import type { VerificationKey } from "../../circuits/verification-key.ts";
import type { WitnessInput } from "../groth16/witness.ts";
import { publicSignalsOf, REVIEW_PUBLIC_SIGNALS, type ReviewStatement } from "../review/statement.ts";
import { verifyReview } from "../review/verify.ts";

/** What a proof shows, and what it is made from, under the circuit's own signal names. */
export interface Prepared<Statement> {
  readonly statement: Statement;
  readonly input: WitnessInput;
}

/** What a session has to know of a circuit. */
export interface ProvableCircuit<Name extends CircuitName, Statement> {
  readonly name: Name;
  readonly publicSignals: number;
  readonly signalsOf: (statement: Statement) => bigint[];
  readonly verify: (
    proof: Groth16Proof,
    statement: Statement,
    verificationKey: VerificationKey,
  ) => Promise<boolean>;
}

export const REVIEW: ProvableCircuit<"review", ReviewStatement> = {
  name: "review",
  publicSignals: REVIEW_PUBLIC_SIGNALS,
  signalsOf: publicSignalsOf,
  verify: verifyReview,
};

export const CLAIM: ProvableCircuit<"claim", ClaimStatement> = {
  name: "claim",
  publicSignals: CLAIM_PUBLIC_SIGNALS,
  signalsOf: claimSignalsOf,
  verify: verifyClaim,
};
