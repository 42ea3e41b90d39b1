import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import { explainPolicy, parsePolicyText } from "../../../prover/policy/index.ts";
import { readTextFile } from "../files.ts";

/** Says in plain English what a policy asks for. */
export async function run({ file }: { readonly file: string }, { console }: Terminal): Promise<ExitCode> {
  console.log(explainPolicy(parsePolicyText(await readTextFile(file))));
  return EXIT.yes;
}
