import { EXIT, type ExitCode, type Terminal } from "../../../circuits/command-line.ts";
import { loadVerificationKey } from "../../../prover/artifacts/node.ts";
import { parseClaimProof } from "../../../prover/claim/json.ts";
import type { ClaimStatement } from "../../../prover/claim/statement.ts";
import { checkClaim, type ClaimVerdict } from "../../../prover/claim/verify.ts";
import { compilePolicy } from "../../../prover/policy/compile.ts";
import { parsePolicyText } from "../../../prover/policy/parse.ts";
import { programHashOf } from "../../../prover/policy/program.ts";
import { readTextFile } from "../files.ts";
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

interface ClaimVerification {
  /** Path of the claim's proof. */
  readonly proof: string;
  /** Path of the policy. */
  readonly policy: string;
  readonly scope: bigint | undefined;
  readonly root: bigint | undefined;
  readonly coverageRoot: bigint | undefined;
}

/** Whether a claim proves what a policy asks for, from public values alone. */
export async function run(
  { proof, policy, scope, root, coverageRoot }: ClaimVerification,
  { console }: Terminal,
): Promise<ExitCode> {
  const programHash = await usable("The policy", async () =>
    programHashOf(compilePolicy(parsePolicyText(await readTextFile(policy)))),
  );
  const claim = parseClaimProof(await readTextFile(proof));
  const expected = {
    programHash,
    ...(scope !== undefined && { scope }),
    ...(root !== undefined && { roots: [root] }),
    ...(coverageRoot !== undefined && { coverageRoots: [coverageRoot] }),
  };
  const verdict = await checkClaim(claim, expected, await loadVerificationKey("claim"));
  console.log(answerOf(verdict, claim.statement));
  return verdict.valid ? EXIT.yes : EXIT.no;
}
