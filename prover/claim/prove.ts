import { groth16 } from "snarkjs";

import type { ReviewArtifacts } from "../artifacts/check.ts";
import { AftercareError } from "../errors.ts";
import { parseProof } from "../groth16/proof.ts";
import { holdWorkers, releaseWorkers } from "../groth16/workers.ts";
import { ProvingFailedError } from "../prover.ts";
import {
  prepareClaim,
  prepareClaimProof,
  type ClaimKnowledge,
  type ClaimRequest,
  type ClaimWitnessInput,
} from "./request.ts";
import type { ClaimStatement } from "./statement.ts";
import { verifyClaim, type ClaimProof } from "./verify.ts";

/** The claim circuit's artifacts, from loadArtifacts or fetchArtifacts, which check them. */
export type ClaimArtifacts = ReviewArtifacts;

interface Prepared {
  readonly statement: ClaimStatement;
  readonly input: ClaimWitnessInput;
}

async function prove({ statement, input }: Prepared, artifacts: ClaimArtifacts): Promise<ClaimProof> {
  // Without this hold the proof would start worker threads that nothing ends.
  const hold = {};
  try {
    await holdWorkers(hold);
    const { wasm, zkey, verificationKey } = artifacts;
    const proof = parseProof((await groth16.fullProve(input, wasm, zkey)).proof);
    // Artifacts of different setups prove without complaint what no verifier accepts.
    if (!(await verifyClaim(proof, statement, verificationKey))) throw new ProvingFailedError();
    return { proof, statement };
  } catch (error) {
    throw error instanceof AftercareError ? error : new ProvingFailedError({ cause: error });
  } finally {
    await releaseWorkers(hold);
  }
}

/**
 * Proves that a covered patient has a surgery that satisfies a policy.
 *
 * @throws The errors of prepareClaim, each before any proving; ProvingFailedError
 *
 * @example
 * const claim = await proveClaim(request, await loadArtifacts("claim"));
 */
export async function proveClaim(request: ClaimRequest, artifacts: ClaimArtifacts): Promise<ClaimProof> {
  return prove(prepareClaim(request), artifacts);
}

/**
 * Proves the same of any program, bound to any signal: how a disclosure opens fields.
 *
 * @param signal A field element. NOTE: whoever chose it must not be able to choose the signal of a claim.
 * @throws The errors of prepareClaimProof, each before any proving; ProvingFailedError
 */
export async function proveRecord(
  knowledge: ClaimKnowledge,
  signal: bigint,
  artifacts: ClaimArtifacts,
): Promise<ClaimProof> {
  return prove(prepareClaimProof(knowledge, signal), artifacts);
}
