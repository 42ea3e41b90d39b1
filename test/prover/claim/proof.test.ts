import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  checkClaim,
  formatClaimProof,
  claimSignal,
  compilePolicy,
  createProver,
  encodeRecord,
  evaluateProgram,
  MalformedClaimProofError,
  MalformedJsonError,
  MalformedProofError,
  parseClaimProof,
  programHashOf,
  verifyClaim,
  type ClaimProver,
  type ClaimProof,
  type ClaimStatement,
  type VerificationKey,
} from "../../../prover/index.ts";
import { randomPolicy } from "../policy/random-policy.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";
import { claimRequest, CONTENT, SCOPE, SECRET } from "../../../fixtures/claim-request.ts";

/** Real proofs of random records and policies; `CLAIM_PROOFS=100` for a long run. */
const PROOFS = Number(process.env.CLAIM_PROOFS ?? 3);

let prover: ClaimProver;
let verificationKey: VerificationKey;
let claim: ClaimProof;

beforeAll(async () => {
  const artifacts = await loadArtifacts("claim");
  ({ verificationKey } = artifacts);
  prover = await createProver({ artifacts });
  claim = await prover.proveClaim(claimRequest());
});
afterAll(() => prover.close());

const verify = ({ proof, statement }: ClaimProof): Promise<boolean> =>
  verifyClaim(proof, statement, verificationKey);

describe("a claim proof", () => {
  it("holds, and is verified in under a second", async () => {
    const start = performance.now();
    expect(await verify(claim)).toBe(true);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it.each(["root", "coverageRoot", "programHash", "scope", "nullifier", "signal"] as const)(
    "holds for no other %s",
    async (name) => {
      const { proof, statement } = claim;
      expect(await verify({ proof, statement: { ...statement, [name]: statement[name] + 1n } })).toBe(false);
    },
  );

  it("is refused by name for numbers that are no field elements", async () => {
    const huge: ClaimStatement = { ...claim.statement, signal: claim.statement.signal + 2n ** 255n };
    await expect(verify({ ...claim, statement: huge })).rejects.toThrow(MalformedClaimProofError);
    const text = { ...claim.statement, root: String(claim.statement.root) } as unknown as ClaimStatement;
    await expect(verify({ ...claim, statement: text })).rejects.toThrow(MalformedClaimProofError);
  });
});

describe("a policy's verifier", () => {
  const { program, content } = claimRequest();
  const programHash = programHashOf(program);

  it("accepts a claim that is all it should be", async () => {
    const { root, coverageRoot } = claim.statement;
    const expected = { programHash, scope: SCOPE, roots: [1n, root], coverageRoots: [coverageRoot], content };
    expect(await checkClaim(claim, expected, verificationKey)).toEqual({ valid: true });
    expect(await checkClaim(claim, { programHash }, verificationKey)).toEqual({ valid: true });
  });

  it.each([
    ["programHash", { programHash: 1n }],
    ["scope", { programHash, scope: 1n }],
    ["root", { programHash, roots: [1n] }],
    ["coverageRoot", { programHash, coverageRoots: [] }],
    ["signal", { programHash, content: { ...CONTENT, payee: CONTENT.pool } }],
  ])("names the %s that is not the policy's", async (flaw, expected) => {
    expect(await checkClaim(claim, expected, verificationKey)).toEqual({ valid: false, flaw });
  });

  it("names the proof if everything else fits", async () => {
    const { proof, statement } = claim;
    const forged = { proof, statement: { ...statement, nullifier: statement.nullifier + 1n } };
    expect(await checkClaim(forged, { programHash }, verificationKey)).toEqual({
      valid: false,
      flaw: "proof",
    });
  });
});

describe("a claim proof's text", () => {
  it("can be read back", () => {
    expect(parseClaimProof(formatClaimProof(claim))).toEqual(claim);
  });

  it.each<[string, (text: string) => string, new (...values: never[]) => Error]>([
    ["no JSON", () => "{", MalformedJsonError],
    ["a list", () => "[]", MalformedClaimProofError],
    ["null", () => "null", MalformedClaimProofError],
    ["no statement", () => '{"proof":{}}', MalformedClaimProofError],
    [
      "a number that is not in quotes",
      (text) => text.replace(/"root": "\d+"/, '"root": 1'),
      MalformedClaimProofError,
    ],
    [
      "a number with a leading zero",
      (text) => text.replace('"root": "', '"root": "0'),
      MalformedClaimProofError,
    ],
    [
      "a giant number",
      (text) => text.replace('"root": "', `"root": "${"9".repeat(100_000)}`),
      MalformedClaimProofError,
    ],
    [
      "a name that occurs twice",
      (text) => text.replace('"root":', '"root": "1", "root":'),
      MalformedJsonError,
    ],
    ["no proof", (text) => text.replace('"proof":', '"prof":'), MalformedProofError],
  ])("is refused with %s", (_name, spoil, error) => {
    expect(() => parseClaimProof(spoil(formatClaimProof(claim)))).toThrow(error);
  });

  it("holds nothing of the request but the statement", () => {
    const { record, secret, closed, coverage } = claimRequest();
    const text = formatClaimProof(claim);
    const hidden = [secret, record.blinding, closed.recordCommitment, closed.patientCommitment];
    for (const value of [...hidden, ...record.fields.filter((field) => field > 999_999n)]) {
      expect(text).not.toContain(String(value));
    }
    expect(text).not.toContain(String(BigInt(closed.surgeon)));
    expect(coverage.path.children.flat().every((node) => node === 0n || !text.includes(String(node)))).toBe(
      true,
    );
  });
});

describe("random records and policies", () => {
  it(
    `are proven and verified: ${PROOFS} of them`,
    async () => {
      const random = seededRandom(20_261_121);
      let proven = 0;
      while (proven < PROOFS) {
        const record = randomRecord(random);
        const fields = encodeRecord(record);
        const policy = randomPolicy(random, record);
        // The fixture's coverage begins ten days before the surgery, and there is no day before 1970.
        if (policy === undefined || record.surgeryDay < 10) continue;
        const program = programOf(policy);
        if (program === undefined || !evaluateProgram(program, fields)) continue;
        const secret = SECRET + BigInt(proven);
        const made = await prover.proveClaim({ ...claimRequest({ fields, secret }), program });
        expect(made.statement.programHash).toBe(programHashOf(program));
        expect(made.statement.signal).toBe(claimSignal(CONTENT));
        expect(await verify(made)).toBe(true);
        proven += 1;
      }
    },
    60_000 + PROOFS * 10_000,
  );
});

/** The policy's program, or undefined for one that does not fit. */
function programOf(policy: Parameters<typeof compilePolicy>[0]) {
  try {
    return compilePolicy(policy);
  } catch {
    return undefined;
  }
}
