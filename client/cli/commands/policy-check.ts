import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import {
  compilePolicy,
  evaluateProgram,
  parsePolicyText,
  PROGRAM_SLOTS,
} from "../../../prover/policy/index.ts";
import { encodeRecord } from "../../../prover/record/fields.ts";
import { readTextFile } from "../files.ts";

interface PolicyCheck {
  readonly file: string;
  /** Path of a FHIR bundle. */
  readonly bundle: string | undefined;
  /** Which of the bundle's procedures. */
  readonly procedure: string | undefined;
  /** Which of the surgery's bills make its cost. */
  readonly bills: readonly string[] | undefined;
}

/** Whether a policy is valid and fits a claim, and whether the record of a bundle satisfies it. */
export async function run(
  { file, bundle, procedure, bills }: PolicyCheck,
  { console }: Terminal,
): Promise<ExitCode> {
  const program = compilePolicy(parsePolicyText(await readTextFile(file)));
  console.log(`The policy is valid and takes ${program.clauses.length} of ${PROGRAM_SLOTS} slots.`);
  if (bundle === undefined) return EXIT.yes;
  // Loaded when it is needed only: the validator reads megabytes of definitions.
  const { parseValidBundle } = await import("../../../prover/record/fhir-validation.ts");
  const record = parseValidBundle(await readTextFile(bundle), {
    ...(procedure === undefined ? {} : { procedure }),
    ...(bills === undefined ? {} : { bills }),
  });
  const holds = evaluateProgram(program, encodeRecord(record));
  console.log(`The record ${holds ? "satisfies" : "does not satisfy"} the policy.`);
  return holds ? EXIT.yes : EXIT.no;
}
