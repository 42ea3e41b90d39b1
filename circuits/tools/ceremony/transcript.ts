import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { PowersOfTau } from "../../manifest.ts";
import { CeremonyError, MissingFileError } from "../errors.ts";
import type { KeyContribution } from "../key-contributions.ts";

/** A contribution as the transcript lists it: what the key records, and for a beacon where its randomness comes from. */
export type TranscriptEntry =
  | Extract<KeyContribution, { kind: "contribution" }>
  | (Extract<KeyContribution, { kind: "beacon" }> & {
      /** In words, so that anyone can look the value up: "drand round 4,200,000". */
      readonly source: string;
    });

/** The public record of a ceremony. */
export interface Transcript {
  readonly version: 1;
  readonly circuit: string;
  readonly r1csSha256: string;
  readonly ptau: PowersOfTau;
  readonly contributions: readonly TranscriptEntry[];
}

export function transcriptPath(folder: string): string {
  return join(folder, "transcript.json");
}

/** The key after a number of contributions, 0 for the one that the ceremony starts from. */
export function keyPath(folder: string, contributions: number): string {
  return join(folder, `${String(contributions).padStart(4, "0")}.zkey`);
}

/** The key after the last contribution. */
export function latestKeyPath(folder: string, transcript: Transcript): string {
  return keyPath(folder, transcript.contributions.length);
}

/** @throws {MissingFileError} or {CeremonyError} */
export async function readTranscript(folder: string): Promise<Transcript> {
  const path = transcriptPath(folder);
  const json = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new MissingFileError(
      path,
      "Pass the ceremony's folder with --folder, or start one with `ceremony new`.",
      {
        cause,
      },
    );
  });
  try {
    const transcript = JSON.parse(json) as Transcript;
    if (transcript.version === 1 && Array.isArray(transcript.contributions)) return transcript;
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw new CeremonyError(`${path} is not a transcript.`, "Fetch the ceremony's folder again.", { path });
}

/** Replaces the transcript in one step: a command that is cut short leaves the old one. */
export async function writeTranscript(folder: string, transcript: Transcript): Promise<void> {
  const unfinished = `${transcriptPath(folder)}.new`;
  await writeFile(unfinished, `${JSON.stringify(transcript, null, 2)}\n`);
  await rename(unfinished, transcriptPath(folder));
}

/** @throws {CeremonyError} if the beacon was applied: nothing may follow it, or its maker could choose δ after all. */
export function assertOpen(transcript: Transcript): void {
  if (transcript.contributions.at(-1)?.kind === "beacon") {
    throw new CeremonyError("The ceremony is over: its beacon was applied.", "Go on with `ceremony finish`.");
  }
}
