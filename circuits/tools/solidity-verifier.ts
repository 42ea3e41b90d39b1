import { join } from "node:path";

import { renderBatchVerifier } from "../../contracts/generators/groth16-batch-verifier.ts";
import type { Ceremony } from "../manifest.ts";
import type { VerificationKey } from "../verification-key.ts";
import type { Circuit } from "./circuits.ts";

export function solidityVerifierPath(circuit: Circuit, verifiersFolder: string): string {
  return join(verifiersFolder, `${circuit.verifier.contract}.sol`);
}

/** The source of the contract that verifies proofs under this key. The same key always gives the same text. */
export function renderSolidityVerifier(
  { name, verifier }: Circuit,
  key: VerificationKey,
  ceremony: Ceremony,
): string {
  return renderBatchVerifier({ ...verifier, circuit: name, key, ceremony });
}
