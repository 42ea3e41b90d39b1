import { challengeJson, createChallenge } from "../../../prover/disclosure/index.ts";
import type { FieldName } from "../../../prover/record/schema.ts";
import { EXIT, parseArguments, required, type ExitCode, type Output } from "../command.ts";
import { parseInstant } from "../instants.ts";
import { parseFieldElement, parseInteger } from "../numbers.ts";
import { usable } from "../usable.ts";

/** Prints a challenge that asks the patient behind a claim to open fields of the record. */
export async function run(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { options } = parseArguments(
    args,
    [],
    ["chain", "insurer", "scope", "nullifier", "fields", "expires"],
  );
  const question = {
    chainId: parseInteger("chain", required("chain", options.chain)),
    insurer: required("insurer", options.insurer),
    scope: parseFieldElement("scope", required("scope", options.scope)),
    nullifier: parseFieldElement("nullifier", required("nullifier", options.nullifier)),
    fields: required("fields", options.fields).split(",") as FieldName[],
    expiry: parseInstant("expires", required("expires", options.expires)),
  };
  const asked = await usable("The challenge", () => createChallenge(question));
  out(JSON.stringify(challengeJson(asked), null, 2));
  return EXIT.yes;
}
