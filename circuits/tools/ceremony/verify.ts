import { isDeepStrictEqual } from "node:util";

import { type Circuit, circuitNamed } from "../circuits.ts";
import { type CompiledCircuit, withCompiledCircuit } from "../compiler.ts";
import { sha256OfFile } from "../digest.ts";
import { CeremonyError, CircuitMismatchError, PowersOfTauMismatchError } from "../errors.ts";
import { assertDerivedFrom } from "../phase-two.ts";
import { assertTrusted, identifyPowersOfTau, type TrustedPowersOfTau } from "../powers-of-tau.ts";
import { assertPhaseTwoInProvingKey, readProvingKey } from "../proving-key.ts";
import { latestKeyPath, readTranscript, type Transcript } from "./transcript.ts";

/** A ceremony that was checked, and the circuit compiled while checking it. */
export interface VerifiedCeremony {
  readonly transcript: Transcript;
  readonly provingKey: string;
  readonly compiled: CompiledCircuit;
}

/**
 * Checks the latest key of a ceremony: trusted phase 1, today's circuit, every contribution linked to the one before, the
 * transcript naming exactly the contributions that the key records, and δ not equal to γ.
 *
 * @param use Called with the result while the compiled circuit exists.
 * @param findCircuit Finds the circuit that the transcript names.
 */
export async function verifyCeremony<Result>(
  folder: string,
  powersOfTauPath: string,
  trusted: TrustedPowersOfTau,
  use: (ceremony: VerifiedCeremony) => Promise<Result>,
  findCircuit: (name: string) => Circuit = circuitNamed,
): Promise<Result> {
  const transcript = await readTranscript(folder);
  const circuit = findCircuit(transcript.circuit);
  const provingKey = latestKeyPath(folder, transcript);

  const powersOfTau = await identifyPowersOfTau(powersOfTauPath);
  assertTrusted(powersOfTau, powersOfTauPath, trusted);
  if (powersOfTau.blake2b512 !== transcript.ptau.blake2b512) {
    throw new PowersOfTauMismatchError(powersOfTauPath, transcript.ptau.blake2b512, powersOfTau.blake2b512);
  }

  const key = await readProvingKey(provingKey);
  assertPhaseTwoInProvingKey(key);
  const listed = transcript.contributions.map((entry) => {
    if (entry.kind === "contribution") return entry;
    const { source: _source, ...recorded } = entry;
    return recorded;
  });
  if (!isDeepStrictEqual(listed, key.contributions)) {
    throw new CeremonyError(
      "The transcript lists other contributions than the key records.",
      "Fetch the ceremony's folder again from where it was published.",
      { provingKey },
    );
  }

  return withCompiledCircuit(circuit.source, async (compiled) => {
    const r1csSha256 = await sha256OfFile(compiled.r1cs);
    if (r1csSha256 !== transcript.r1csSha256) {
      throw new CircuitMismatchError(circuit.source, "the ceremony was held for other constraints", {
        expected: transcript.r1csSha256,
        actual: r1csSha256,
      });
    }
    await assertDerivedFrom(compiled.r1cs, powersOfTauPath, provingKey);
    return use({ transcript, provingKey, compiled });
  });
}
