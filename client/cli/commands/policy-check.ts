import {
  compilePolicy,
  evaluateProgram,
  parsePolicyText,
  PROGRAM_SLOTS,
} from "../../../prover/policy/index.ts";
import { encodeRecord } from "../../../prover/record/fields.ts";
import { EXIT, parseArguments, type ExitCode, type Output } from "../command.ts";
import { readTextFile } from "../files.ts";

/** Whether a policy is valid and fits a claim, and whether the record of a bundle satisfies it. */
export async function run(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files, options } = parseArguments(args, ["FILE"], ["bundle", "procedure"]);
  const { bundle, procedure } = options;
  const program = compilePolicy(parsePolicyText(await readTextFile(files.FILE)));
  out(`The policy is valid and takes ${program.clauses.length} of ${PROGRAM_SLOTS} slots.`);
  if (bundle === undefined) return EXIT.yes;
  // Loaded when it is needed only: the validator reads megabytes of definitions.
  const { parseValidBundle } = await import("../../../prover/record/fhir-validation.ts");
  const record = parseValidBundle(await readTextFile(bundle), procedure === undefined ? {} : { procedure });
  const holds = evaluateProgram(program, encodeRecord(record));
  out(`The record ${holds ? "satisfies" : "does not satisfy"} the policy.`);
  return holds ? EXIT.yes : EXIT.no;
}
