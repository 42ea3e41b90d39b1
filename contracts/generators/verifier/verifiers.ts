import { join } from "node:path";

import type { CircuitName } from "../../../circuits/manifest.ts";
import type { GeneratedFile } from "../../../circuits/tools/generated-files.ts";
import { artifactsOf, readManifest } from "../../../circuits/tools/manifest.ts";
import { readVerificationKey } from "../../../circuits/tools/verification-key.ts";
import { renderBatchVerifier } from "./groth16-batch-verifier.ts";
import type { UsualSignals } from "./groth16-key.ts";

/** A contract that verifies the proofs of one circuit. */
export interface Verifier {
  readonly contract: string;
  /** Public signals that have the same value in most proofs. */
  readonly usualSignals: UsualSignals;
}

/** Every verifier of the project. */
export const VERIFIERS: Readonly<Record<CircuitName, Verifier>> = {
  // windowEnd of the default window.
  review: { contract: "ReviewBatchVerifier", usualSignals: { 4: 65_535n } },
  claim: { contract: "ClaimBatchVerifier", usualSignals: {} },
};

/**
 * The sources of the verifiers of all circuits, from the verification keys among their artifacts.
 *
 * @param verifiersFolder Where the contracts go.
 * @throws {MissingFileError}, {InvalidManifestError}, {MalformedFileError} or {PhaseTwoSkippedError} for artifacts that no
 * contract should be made from.
 */
export async function generateVerifiers(
  artifactsFolder: string,
  verifiersFolder: string,
): Promise<GeneratedFile[]> {
  const manifest = await readManifest(artifactsFolder);
  return Promise.all(
    Object.entries(VERIFIERS).map(async ([circuit, verifier]) => {
      const { ceremony, publicSignals, files } = artifactsOf(manifest, circuit, artifactsFolder);
      const key = await readVerificationKey(join(artifactsFolder, files.verificationKey.path), publicSignals);
      return {
        path: join(verifiersFolder, `${verifier.contract}.sol`),
        text: renderBatchVerifier({ ...verifier, circuit, key, ceremony }),
      };
    }),
  );
}
