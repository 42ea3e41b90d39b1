import { loadVerificationKey } from "../../../prover/artifacts/node.ts";
import { parseClaimProof } from "../../../prover/claim/json.ts";
import type { ClaimStatement } from "../../../prover/claim/statement.ts";
import { checkClaim, type ClaimVerdict } from "../../../prover/claim/verify.ts";
import { compilePolicy } from "../../../prover/policy/compile.ts";
import { parsePolicyText } from "../../../prover/policy/parse.ts";
import { programHashOf } from "../../../prover/policy/program.ts";
import { EXIT, parseArguments, required, type ExitCode, type Output } from "../command.ts";
import { readTextFile } from "../files.ts";
import { optionalElement } from "../numbers.ts";
import { usable } from "../usable.ts";

const FLAWS: Readonly<Record<keyof ClaimStatement | "proof", string>> = {
  root: "it is made for another surgery root",
  coverageRoot: "it is made for another coverage root",
  programHash: "it is about another policy's program",
  scope: "it is about another policy, or another group of policies",
  nullifier: "it is another claim",
  signal: "it is bound to another payment",
  proof: "the proof does not hold for its public signals",
};

function answerOf(verdict: ClaimVerdict, { nullifier, scope, root, coverageRoot }: ClaimStatement): string {
  if (!verdict.valid) return `invalid: ${FLAWS[verdict.flaw]}`;
  return [
    "valid: a covered surgery satisfies the policy",
    `  claim (nullifier)  ${nullifier}`,
    `  scope              ${scope}`,
    `  surgery root       ${root}`,
    `  coverage root      ${coverageRoot}`,
    "Check on the chain that roots and scope are the policy's, and that the claim was not paid before.",
  ].join("\n");
}

/** Whether a claim proves what a policy asks for, from public values alone. */
export async function run(args: readonly string[], { out }: Output): Promise<ExitCode> {
  const { files, options } = parseArguments(args, ["PROOF"], ["policy", "scope", "root", "coverage-root"]);
  const [scope] = optionalElement("scope", options.scope) ?? [];
  const roots = optionalElement("root", options.root);
  const coverageRoots = optionalElement("coverage-root", options["coverage-root"]);
  const policyFile = required("policy", options.policy);
  const programHash = await usable("The policy", async () =>
    programHashOf(compilePolicy(parsePolicyText(await readTextFile(policyFile)))),
  );
  const claim = parseClaimProof(await readTextFile(files.PROOF));
  const expected = {
    programHash,
    ...(scope !== undefined && { scope }),
    ...(roots !== undefined && { roots }),
    ...(coverageRoots !== undefined && { coverageRoots }),
  };
  const verdict = await checkClaim(claim, expected, await loadVerificationKey("claim"));
  out(answerOf(verdict, claim.statement));
  return verdict.valid ? EXIT.yes : EXIT.no;
}
