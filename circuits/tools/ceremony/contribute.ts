import { CeremonyError } from "../errors.ts";
import { contribute } from "../phase-two.ts";
import { readProvingKey } from "../proving-key.ts";
import {
  assertOpen,
  keyPath,
  latestKeyPath,
  readTranscript,
  type TranscriptEntry,
  writeTranscript,
} from "./transcript.ts";

/** What proving keys can hold of a contributor's name. */
const LONGEST_NAME_BYTES = 64;

/**
 * Adds one contribution to a ceremony's latest key and to its transcript.
 *
 * @param extraEntropy Mixed in beside the randomness of the operating system.
 * @returns The new entry; its hash is what the contributor should publish.
 */
export async function contributeToCeremony(
  folder: string,
  name: string,
  extraEntropy?: string,
): Promise<TranscriptEntry> {
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
    throw new CeremonyError(
      "The contributor's name is too long.",
      `Use at most ${LONGEST_NAME_BYTES} bytes.`,
    );
  }
  const transcript = await readTranscript(folder);
  assertOpen(transcript);
  const output = keyPath(folder, transcript.contributions.length + 1);
  await contribute(latestKeyPath(folder, transcript), output, name, extraEntropy);

  const entry = (await readProvingKey(output)).contributions.at(-1);
  if (entry?.kind !== "contribution") {
    throw new CeremonyError(`${output} does not record the contribution.`, "Contribute again.", { output });
  }
  await writeTranscript(folder, { ...transcript, contributions: [...transcript.contributions, entry] });
  return entry;
}
