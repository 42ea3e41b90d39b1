import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { parseOptions, selectCircuits } from "../command-line.ts";
import { artifactsOf, readManifest } from "../manifest.ts";
import { step } from "../progress.ts";
import { ARTIFACTS_FOLDER, VERIFIERS_FOLDER } from "../project.ts";
import { renderSolidityVerifier, solidityVerifierPath } from "../solidity-verifier.ts";
import { readVerificationKey } from "../verification-key.ts";

/** Writes the Solidity verifiers anew from the verification keys, for when their generator has changed. */
export async function verifiers(args: readonly string[]): Promise<void> {
  const options = parseOptions(args, ["circuit", "artifacts", "verifiers"]);
  const artifactsFolder = options.artifacts ?? ARTIFACTS_FOLDER;
  const verifiersFolder = options.verifiers ?? VERIFIERS_FOLDER;
  const manifest = await readManifest(artifactsFolder);
  await mkdir(verifiersFolder, { recursive: true });
  for (const circuit of selectCircuits(options.circuit)) {
    const { ceremony, files, publicSignals } = artifactsOf(manifest, circuit.name, artifactsFolder);
    const key = await readVerificationKey(join(artifactsFolder, files.verificationKey.path), publicSignals);
    const path = solidityVerifierPath(circuit, verifiersFolder);
    await step(`${circuit.name}: writing ${path}`, () =>
      writeFile(path, renderSolidityVerifier(circuit, key, ceremony)),
    );
  }
}
