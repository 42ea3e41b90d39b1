import {
  compilePolicy,
  parsePolicyText,
  policySourceHash,
  programHashOf,
  programWordsOf,
  type Program,
} from "../../../prover/policy/index.ts";
import { FIELD_NAMES } from "../../../prover/record/schema.ts";
import { EXIT, parseArguments, type ExitCode, type Output } from "../command.ts";
import { readTextFile } from "../files.ts";

/** Integers as decimal strings: JSON numbers would round them. */
function programJson(program: Program): object[] {
  return program.clauses.map(({ field, lo, hi, negated, startsGroup }) => ({
    field: FIELD_NAMES[field],
    lo: lo.toString(),
    hi: hi.toString(),
    negated,
    startsGroup,
  }));
}

/** Prints program, program hash and source hash as JSON. */
export async function run(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files } = parseArguments(args, ["FILE"]);
  const policy = parsePolicyText(await readTextFile(files.FILE));
  const program = compilePolicy(policy);
  const compiled = {
    programHash: programHashOf(program).toString(),
    sourceHash: policySourceHash(policy),
    clauses: programJson(program),
    words: programWordsOf(program).map(String),
  };
  out(JSON.stringify(compiled, null, 2));
  return EXIT.yes;
}
