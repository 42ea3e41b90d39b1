import { mkdir } from "node:fs/promises";

import type { Circuit } from "../circuits.ts";
import { withCompiledCircuit } from "../compiler.ts";
import { sha256OfFile } from "../digest.ts";
import { CeremonyError, MissingFileError } from "../errors.ts";
import { startProvingKey } from "../phase-two.ts";
import { assertTrusted, identifyPowersOfTau, type TrustedPowersOfTau } from "../powers-of-tau.ts";
import { keyPath, readTranscript, type Transcript, writeTranscript } from "./transcript.ts";

/**
 * Starts a ceremony: the key before any contribution, and an empty transcript.
 *
 * @param folder Created if need be; must not hold a ceremony yet.
 * @throws {UnknownPowersOfTauError} unless phase 1 is a trusted one.
 */
export async function newCeremony(
  circuit: Circuit,
  powersOfTauPath: string,
  folder: string,
  trusted: TrustedPowersOfTau,
): Promise<Transcript> {
  const powersOfTau = await identifyPowersOfTau(powersOfTauPath);
  assertTrusted(powersOfTau, powersOfTauPath, trusted);
  await assertNoCeremony(folder);
  await mkdir(folder, { recursive: true });
  return withCompiledCircuit(circuit.source, async ({ r1cs }) => {
    await startProvingKey(r1cs, powersOfTauPath, keyPath(folder, 0));
    const transcript: Transcript = {
      version: 1,
      circuit: circuit.name,
      r1csSha256: await sha256OfFile(r1cs),
      ptau: powersOfTau,
      contributions: [],
    };
    await writeTranscript(folder, transcript);
    return transcript;
  });
}

async function assertNoCeremony(folder: string): Promise<void> {
  try {
    await readTranscript(folder);
  } catch (error) {
    if (error instanceof MissingFileError) return;
    throw error;
  }
  throw new CeremonyError(`${folder} already holds a ceremony.`, "Choose another folder.", { folder });
}
