import { CeremonyError } from "../errors.ts";
import { applyBeacon } from "../phase-two.ts";
import { readProvingKey } from "../proving-key.ts";
import {
  assertOpen,
  keyPath,
  latestKeyPath,
  readTranscript,
  type TranscriptEntry,
  writeTranscript,
} from "./transcript.ts";

/** Public randomness that ends a ceremony. */
export interface Beacon {
  /** Hex, 16 to 255 bytes, for example a drand round that was announced before and drawn after the last contribution. */
  readonly randomness: string;
  /** The value is hashed 2^iterationsExponent times, 10 to 63, so that nobody can try many values. */
  readonly iterationsExponent: number;
  /** In words, where anyone can look the value up. */
  readonly source: string;
}

/** Ends a ceremony with public randomness, so that the last contributor could not choose the outcome. */
export async function applyBeaconToCeremony(folder: string, beacon: Beacon): Promise<TranscriptEntry> {
  assertWellFormed(beacon);
  const transcript = await readTranscript(folder);
  assertOpen(transcript);
  if (transcript.contributions.length === 0) {
    throw new CeremonyError(
      "Nobody has contributed yet: with a beacon alone, δ would be known to everyone.",
      "Have at least one person run `ceremony contribute` first.",
    );
  }
  const output = keyPath(folder, transcript.contributions.length + 1);
  const { randomness, iterationsExponent, source } = beacon;
  await applyBeacon(latestKeyPath(folder, transcript), output, "beacon", randomness, iterationsExponent);

  const entry = (await readProvingKey(output)).contributions.at(-1);
  if (entry?.kind !== "beacon") {
    throw new CeremonyError(`${output} does not record the beacon.`, "Apply it again.", { output });
  }
  const withSource = { ...entry, source };
  await writeTranscript(folder, { ...transcript, contributions: [...transcript.contributions, withSource] });
  return withSource;
}

function assertWellFormed({ randomness, iterationsExponent }: Beacon): void {
  if (!/^([0-9a-f]{2}){16,255}$/i.test(randomness)) {
    throw new CeremonyError(
      "The beacon's randomness is malformed.",
      "Pass 16 to 255 bytes in hex, without 0x.",
    );
  }
  if (!Number.isInteger(iterationsExponent) || iterationsExponent < 10 || iterationsExponent > 63) {
    throw new CeremonyError(
      "The beacon's number of iterations is out of range.",
      "Pass an exponent from 10 to 63.",
    );
  }
}
