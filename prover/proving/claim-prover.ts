import { prepareClaim, type ClaimRequest } from "../claim/request.ts";
import { checkedClaimProof, type ClaimProof } from "../claim/json.ts";
import type { DisclosureChallenge } from "../disclosure/challenge.ts";
import type { Disclosure } from "../disclosure/format.ts";
import { prepareDisclosure, type DisclosureRequest } from "../disclosure/request.ts";
import {
  verifyDisclosure,
  type DisclosureExpectations,
  type DisclosureVerdict,
} from "../disclosure/verify.ts";
import { CLAIM } from "./circuit.ts";
import { assertHasObjects } from "./request-members.ts";
import { ProvingSession, type LoadedSessionOptions, type Prover, type ProvingOptions } from "./session.ts";
import type { SharedEngine } from "./shared-engine.ts";

/** Makes and checks proofs of claims, and of answers to insurers' questions, on the patient's own device. */
export interface ClaimProver extends Prover<"claim"> {
  /**
   * Proves that a covered patient has a surgery that satisfies a policy.
   *
   * @throws IncompleteRequestError and the errors of prepareClaim, each before any proving, and those of {@link warmUp}
   */
  proveClaim(request: ClaimRequest, options?: ProvingOptions): Promise<ClaimProof>;
  /**
   * Answers a challenge: opens the fields it asks for, and proves that the record of the claimed surgery holds them.
   * Everything else of the record stays hidden, and so do surgery, surgeon and patient.
   *
   * @throws IncompleteRequestError and the errors of prepareDisclosure, each before any proving, and those of {@link warmUp}
   */
  proveDisclosure(request: DisclosureRequest, options?: ProvingOptions): Promise<Disclosure>;
  /** Whether a claim proof holds under this prover's verification key. Throws MalformedClaimProofError for what is none. */
  verifyClaim(claim: ClaimProof): Promise<boolean>;
  /** The verdict of the function `verifyDisclosure` under this prover's verification key, and its errors. */
  verifyDisclosure(
    disclosure: Disclosure,
    challenge: DisclosureChallenge,
    expected: DisclosureExpectations,
  ): Promise<DisclosureVerdict>;
}

/** What a claim and the answer to a question are both made from. */
const KNOWLEDGE = ["closed", "path", "record", "coverage"];

/** @throws The errors of ProvingSession's constructor */
export function createClaimProver(options: LoadedSessionOptions<"claim">, engine: SharedEngine): ClaimProver {
  const session = new ProvingSession(CLAIM, options, engine);
  return {
    ...session.asProver(),
    proveClaim: async (request, options) => {
      assertHasObjects(request, [...KNOWLEDGE, "content", "program"]);
      const { proof, prepared } = await session.prove(() => prepareClaim(request), options);
      return { proof, statement: prepared.statement };
    },
    proveDisclosure: async (request, options) => {
      assertHasObjects(request, [...KNOWLEDGE, "challenge"]);
      const { proof, prepared } = await session.prove(() => prepareDisclosure(request), options);
      const { root, coverageRoot } = prepared.statement;
      return { opened: prepared.opened, root, coverageRoot, proof };
    },
    verifyClaim: async (claim) => {
      const { proof, statement } = checkedClaimProof(claim);
      return session.verify(proof, statement);
    },
    verifyDisclosure: (disclosure, challenge, expected) =>
      verifyDisclosure(disclosure, challenge, expected, session.verificationKey),
  };
}
