import { explainPolicy, parsePolicyText } from "../../../prover/policy/index.ts";
import { EXIT, parseArguments, type ExitCode, type Output } from "../command.ts";
import { readTextFile } from "../files.ts";

/** Says in plain English what a policy asks for. */
export async function run(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files } = parseArguments(args, ["FILE"]);
  out(explainPolicy(parsePolicyText(await readTextFile(files.FILE))));
  return EXIT.yes;
}
