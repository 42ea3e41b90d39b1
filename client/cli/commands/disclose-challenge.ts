import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import { createChallenge, formatChallenge } from "../../../prover/disclosure/index.ts";
import type { FieldName } from "../../../prover/record/schema.ts";
import { usable } from "../usable.ts";

interface Question {
  readonly chain: bigint;
  readonly insurer: string;
  readonly scope: bigint;
  readonly nullifier: bigint;
  readonly fields: readonly string[];
  /** Seconds since 1970-01-01. */
  readonly expires: number;
}

/** Prints a challenge that asks the patient behind a claim to open fields of the record. */
export async function run(
  { chain, insurer, scope, nullifier, fields, expires }: Question,
  { console }: Terminal,
): Promise<ExitCode> {
  const question = {
    chainId: chain,
    insurer,
    scope,
    nullifier,
    fields: fields as FieldName[],
    expiry: expires,
  };
  const asked = await usable("The challenge", () => createChallenge(question));
  console.log(formatChallenge(asked));
  return EXIT.yes;
}
