import type { ClaimArtifacts } from "../../../prover/artifacts/index.ts";
import type { ClaimKnowledge, ClaimProof } from "../../../prover/claim/index.ts";
import { prepareClaimProof } from "../../../prover/claim/index.ts";
import { CLAIM } from "../../../prover/proving/circuit.ts";
import { ProvingSession } from "../../../prover/proving/session.ts";

/** Proves any program bound to any signal, which provers do not offer: what a patient can do who writes her own client. */
export async function proveRecord(
  knowledge: ClaimKnowledge,
  signal: bigint,
  artifacts: ClaimArtifacts,
): Promise<ClaimProof> {
  const session = new ProvingSession(CLAIM, { artifacts });
  try {
    const { proof, prepared } = await session.prove(() => prepareClaimProof(knowledge, signal));
    return { proof, statement: prepared.statement };
  } finally {
    await session.close();
  }
}
