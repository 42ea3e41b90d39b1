import { stat } from "node:fs/promises";
import { join } from "node:path";

import { ARTIFACT_NAMES, type CircuitManifest } from "../manifest.ts";
import type { Circuit } from "./circuits.ts";
import { type CompiledCircuit, withCompiledCircuit } from "./compiler.ts";
import { sha256OfFile } from "./digest.ts";
import {
  ArtifactHashMismatchError,
  CircuitMismatchError,
  InvalidManifestError,
  MissingFileError,
  PowersOfTauMismatchError,
} from "./errors.ts";
import { artifactsOf, manifestPath, readManifest } from "./manifest.ts";
import { assertDerivedFrom } from "./phase-two.ts";
import {
  assertTrusted,
  identifyPowersOfTau,
  publicPowersOfTau,
  type TrustedPowersOfTau,
} from "./powers-of-tau.ts";
import { silently, type StepRunner } from "./progress.ts";
import { assertPhaseTwoInProvingKey, type ProvingKeyFile, readProvingKey } from "./proving-key.ts";
import { readConstraintSystemSize } from "./r1cs.ts";
import { assertBelongsTo, readVerificationKey } from "./verification-key.ts";

/**
 * Checks everything that can be checked about a circuit's artifacts without trusting whoever made them, cheap checks
 * first: hashes, phase 2, the verification key, the source, the derivation of the proving key.
 *
 * @param powersOfTau The file that the key was made with.
 * @param step Runs each check; silent by default.
 * @throws A named error for the first check that fails.
 */
export async function checkArtifacts(
  circuit: Circuit,
  artifactsFolder: string,
  powersOfTau: string,
  step: StepRunner = silently,
): Promise<CircuitManifest> {
  const manifest = await readManifest(artifactsFolder);
  const artifacts = artifactsOf(manifest, circuit.name, artifactsFolder);
  const provingKeyPath = join(artifactsFolder, artifacts.files.zkey.path);
  const verificationKeyPath = join(artifactsFolder, artifacts.files.verificationKey.path);

  await step(`${circuit.name}: artifacts have the hashes of the manifest`, () =>
    checkHashes(artifactsFolder, artifacts),
  );
  const provingKey = await readProvingKey(provingKeyPath);
  await step(`${circuit.name}: phase 2 was not skipped`, async () => {
    assertPhaseTwoInProvingKey(provingKey);
    // Refuses a key with δ = γ.
    await readVerificationKey(verificationKeyPath, artifacts.publicSignals);
  });
  await step(`${circuit.name}: the verification key belongs to the proving key`, () =>
    assertBelongsTo(provingKeyPath, verificationKeyPath),
  );
  await step(`${circuit.name}: powers of tau are those of the manifest`, async () => {
    await checkPowersOfTau(powersOfTau, artifacts);
    checkCeremony(provingKey, artifacts, await publicPowersOfTau(), manifestPath(artifactsFolder));
  });
  await withCompiledCircuit(circuit.source, async (compiled) => {
    await step(`${circuit.name}: the source compiles to the same circuit`, () =>
      checkSource(circuit, compiled, artifacts),
    );
    await step(`${circuit.name}: the proving key follows from circuit and powers of tau`, () =>
      assertDerivedFrom(compiled.r1cs, powersOfTau, provingKeyPath),
    );
  });
  return artifacts;
}

async function checkHashes(artifactsFolder: string, artifacts: CircuitManifest): Promise<void> {
  for (const name of ARTIFACT_NAMES) {
    const { path, sha256, bytes } = artifacts.files[name];
    const file = join(artifactsFolder, path);
    const actual = await sha256OfFile(file).catch((cause: unknown) => {
      throw new MissingFileError(file, "Restore the artifacts from the repository.", { cause });
    });
    if (actual !== sha256) throw new ArtifactHashMismatchError(file, sha256, actual);
    // Provers refuse a download of another length before they hash it.
    const { size } = await stat(file);
    if (size !== bytes) {
      throw new InvalidManifestError(
        manifestPath(artifactsFolder),
        `${path} has ${size} bytes, not ${bytes}`,
      );
    }
  }
}

async function checkPowersOfTau(path: string, artifacts: CircuitManifest): Promise<void> {
  const { blake2b512 } = await identifyPowersOfTau(path);
  if (blake2b512 !== artifacts.ptau.blake2b512) {
    throw new PowersOfTauMismatchError(path, artifacts.ptau.blake2b512, blake2b512);
  }
}

/** A key may call itself public only if phase 1 was the public one and phase 2 ended with contributions and a beacon. */
export function checkCeremony(
  provingKey: Pick<ProvingKeyFile, "contributions">,
  artifacts: Pick<CircuitManifest, "ceremony" | "ptau">,
  trusted: TrustedPowersOfTau,
  manifest: string,
): void {
  if (artifacts.ceremony === "development") return;
  assertTrusted(artifacts.ptau, artifacts.ptau.name, trusted);
  const kinds = provingKey.contributions.map(({ kind }) => kind);
  if (kinds.at(-1) !== "beacon" || !kinds.includes("contribution")) {
    throw new InvalidManifestError(
      manifest,
      "it calls a key public that lacks contributions or does not end with a beacon",
    );
  }
}

async function checkSource(
  circuit: Circuit,
  compiled: CompiledCircuit,
  artifacts: CircuitManifest,
): Promise<void> {
  const r1csSha256 = await sha256OfFile(compiled.r1cs);
  if (r1csSha256 !== artifacts.r1csSha256) {
    throw new CircuitMismatchError(circuit.source, "it compiles to other constraints", {
      expected: artifacts.r1csSha256,
      actual: r1csSha256,
    });
  }
  const wasmSha256 = await sha256OfFile(compiled.wasm);
  if (wasmSha256 !== artifacts.files.wasm.sha256) {
    throw new CircuitMismatchError(circuit.source, "it compiles to another witness generator", {
      expected: artifacts.files.wasm.sha256,
      actual: wasmSha256,
    });
  }
  const size = await readConstraintSystemSize(compiled.r1cs);
  for (const figure of ["constraints", "publicSignals", "domainSize"] as const) {
    if (size[figure] !== artifacts[figure]) {
      throw new CircuitMismatchError(circuit.source, `the manifest states another figure for ${figure}`, {
        expected: artifacts[figure],
        actual: size[figure],
      });
    }
  }
}
