import { beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import { formatClaimProof, type ClaimProof } from "../../../prover/claim/index.ts";
import { all, eq } from "../../../prover/policy/index.ts";
import { createProver } from "../../../prover/proving/index.ts";
import {
  CONTENT,
  NULLIFIER,
  POLICY,
  SCOPE,
  claimKnowledge,
} from "../../prover/disclosure/claimed-surgery.ts";
import { runCli, temporaryFile } from "./run-cli.ts";

let claim: ClaimProof;
let proof: string;
let policy: string;

beforeAll(async () => {
  await using prover = await createProver({ artifacts: await loadArtifacts("claim") });
  claim = await prover.proveClaim({ ...claimKnowledge(), content: CONTENT });
  proof = await temporaryFile("proof.json", formatClaimProof(claim));
  policy = await temporaryFile("policy.json", JSON.stringify(POLICY));
});

const proofWith = (change: object) =>
  temporaryFile("proof.json", formatClaimProof({ ...claim, statement: { ...claim.statement, ...change } }));

describe("aftercare claim verify", () => {
  it("answers 0 for a claim that proves the policy, and says what to check on the chain", async () => {
    const { code, out, error } = await runCli("claim", "verify", proof, "--policy", policy);
    expect(error).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/^valid: /);
    for (const shown of [NULLIFIER, SCOPE, claim.statement.root, claim.statement.coverageRoot]) {
      expect(out).toContain(String(shown));
    }
  });

  it("needs nothing but public values: the proof's file holds no field of the record", async () => {
    const text = formatClaimProof(claim);
    const { record, secret } = claimKnowledge();
    const shown = new Set(text.match(/[0-9]+/g));
    expect(shown).toContain(String(NULLIFIER));
    for (const hidden of [...record.fields.filter((field) => field > 1_000n), record.blinding, secret]) {
      expect(shown).not.toContain(String(hidden));
    }
  });

  it("answers 1 for another policy", async () => {
    const other = await temporaryFile("other.json", JSON.stringify(all(eq("asaClass", 2))));
    expect(await runCli("claim", "verify", proof, "--policy", other)).toMatchObject({
      code: 1,
      out: "invalid: it is about another policy's program",
    });
  });

  it.each(["root", "coverageRoot", "scope", "nullifier", "signal"] as const)(
    "answers 1 when %s was altered",
    async (name) => {
      const altered = await proofWith({ [name]: claim.statement[name] + 1n });
      expect(await runCli("claim", "verify", altered, "--policy", policy)).toMatchObject({
        code: 1,
        out: "invalid: the proof does not hold for its public signals",
      });
    },
  );

  it("compares scope and roots where they are given", async () => {
    const { root, coverageRoot } = claim.statement;
    const verify = (...options: string[]) => runCli("claim", "verify", proof, "--policy", policy, ...options);
    const given = ["--root", `0x${root.toString(16)}`, "--coverage-root", String(coverageRoot)];
    expect(await verify(...given, "--scope", String(SCOPE))).toMatchObject({ code: 0 });
    expect(await verify("--scope", "1")).toMatchObject({ code: 1, out: expect.stringContaining("group") });
    expect(await verify("--root", "1")).toMatchObject({
      code: 1,
      out: expect.stringContaining("surgery root"),
    });
    expect(await verify("--coverage-root", "1")).toMatchObject({
      code: 1,
      out: expect.stringContaining("coverage root"),
    });
  });

  it("answers 1 with a named error for a file that holds no proof", async () => {
    for (const text of [
      "",
      "{}",
      "[]",
      "null",
      formatClaimProof(claim).slice(0, -9),
      '{"proof":{},"statement":{}}',
    ]) {
      const file = await temporaryFile("proof.json", text);
      const { code, error } = await runCli("claim", "verify", file, "--policy", policy);
      expect(code).toBe(1);
      expect(error).toMatch(/^(MalformedJsonError|MalformedClaimProofError|MalformedProofError): /);
    }
  });

  it.each([
    ["no policy", []],
    ["a policy that is missing", ["--policy", "/nowhere.json"]],
    ["a root that is no number", ["--policy", "policy", "--root", "abc"]],
    ["a scope beyond the field", ["--policy", "policy", "--scope", "9".repeat(78)]],
  ])("answers 2 for %s", async (_, options) => {
    const args = options.map((option) => (option === "policy" ? policy : option));
    expect(await runCli("claim", "verify", proof, ...args)).toMatchObject({ code: 2, out: "" });
  });

  it("answers 2 for a policy that is none: there is nothing to check against", async () => {
    const broken = await temporaryFile("policy.json", '{"version":1,"all":[]}');
    expect(await runCli("claim", "verify", proof, "--policy", broken)).toMatchObject({
      code: 2,
      error: expect.stringMatching(/^UsageError: The policy cannot be used\. policy\.all/),
    });
  });
});
