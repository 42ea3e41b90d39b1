import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import {
  compilePolicy,
  parsePolicyText,
  policySourceHash,
  programHashOf,
  programWordsOf,
  type Program,
} from "../../../prover/policy/index.ts";
import { FIELD_NAMES } from "../../../prover/record/schema.ts";
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
export async function run({ file }: { readonly file: string }, { console }: Terminal): Promise<ExitCode> {
  const policy = parsePolicyText(await readTextFile(file));
  const program = compilePolicy(policy);
  const compiled = {
    programHash: programHashOf(program).toString(),
    sourceHash: policySourceHash(policy),
    clauses: programJson(program),
    words: programWordsOf(program).map(String),
  };
  console.log(JSON.stringify(compiled, null, 2));
  return EXIT.yes;
}
