import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import {
  compilePolicy,
  parsePolicyText,
  policySourceHash,
  programHashOf,
  programWordsOf,
} from "../../../prover/policy/index.ts";
import { clausesJson } from "../../../prover/policy/program.ts";
import { readTextFile } from "../files.ts";

/** Prints program, program hash and source hash as JSON. */
export async function run({ file }: { readonly file: string }, { console }: Terminal): Promise<ExitCode> {
  const policy = parsePolicyText(await readTextFile(file));
  const program = compilePolicy(policy);
  const compiled = {
    programHash: programHashOf(program).toString(),
    sourceHash: policySourceHash(policy),
    clauses: clausesJson(program),
    words: programWordsOf(program).map(String),
  };
  console.log(JSON.stringify(compiled, null, 2));
  return EXIT.yes;
}
