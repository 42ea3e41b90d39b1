import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import type { CircuitManifest } from "../../manifest.ts";
import { publishArtifacts } from "../artifacts.ts";
import { type Circuit, circuitNamed } from "../circuits.ts";
import { CeremonyError } from "../errors.ts";
import type { TrustedPowersOfTau } from "../powers-of-tau.ts";
import { transcriptPath } from "./transcript.ts";
import { verifyCeremony } from "./verify.ts";

/** Verifies a ceremony that a beacon has ended, and puts its key, with the transcript, in the place of the artifacts. */
export async function finishCeremony(
  folder: string,
  powersOfTauPath: string,
  trusted: TrustedPowersOfTau,
  artifactsFolder: string,
  findCircuit: (name: string) => Circuit = circuitNamed,
): Promise<CircuitManifest> {
  return verifyCeremony(
    folder,
    powersOfTauPath,
    trusted,
    async ({ transcript, provingKey, compiled }) => {
      if (transcript.contributions.at(-1)?.kind !== "beacon") {
        throw new CeremonyError("The ceremony still lacks its beacon.", "Run `ceremony beacon` first.");
      }
      const circuit = findCircuit(transcript.circuit);
      const artifacts = await publishArtifacts(
        circuit,
        compiled,
        { ceremony: "public", provingKey, powersOfTau: transcript.ptau },
        artifactsFolder,
      );
      await copyFile(transcriptPath(folder), join(artifactsFolder, circuit.name, "transcript.json"));
      return artifacts;
    },
    findCircuit,
  );
}
