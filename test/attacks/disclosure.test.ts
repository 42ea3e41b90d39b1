import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../prover/artifacts/node.ts";
import type { ClaimArtifacts } from "../../prover/artifacts/index.ts";
import { checkClaim, type ClaimProof } from "../../prover/claim/index.ts";
import { createProver, type ClaimProver } from "../../prover/proving/index.ts";
import { proveRecord } from "../prover/proving/prove-record.ts";
import {
  createChallenge,
  disclosureSignal,
  openFields,
  verifyDisclosure,
  type Disclosure,
  type DisclosureChallenge,
} from "../../prover/disclosure/index.ts";
import { programHashOf } from "../../prover/policy/index.ts";
import { FIELD_NAMES } from "../../prover/record/index.ts";
import { CONTENT, FIELDS, NULLIFIER, SCOPE, claimKnowledge } from "../prover/disclosure/claimed-surgery.ts";

const NOW = 1_800_000_000;

let artifacts: ClaimArtifacts;
let prover: ClaimProver;
let challenge: DisclosureChallenge;
let disclosure: Disclosure;
let claim: ClaimProof;

const verdictOf = (answer: Disclosure, asked = challenge) =>
  verifyDisclosure(answer, asked, { receivedAt: NOW }, artifacts.verificationKey);
const asProof = { valid: false, flaw: "proof" };

beforeAll(async () => {
  artifacts = await loadArtifacts("claim");
  prover = await createProver({ artifacts });
  challenge = createChallenge({
    chainId: 31_337n,
    insurer: "0x00000000000000000000000000000000000000dd",
    scope: SCOPE,
    nullifier: NULLIFIER,
    fields: ["procedure", "complicationGrade"],
    expiry: NOW + 3_600,
  });
  disclosure = await prover.proveDisclosure({ ...claimKnowledge(), challenge, now: NOW });
  claim = await prover.proveClaim({ ...claimKnowledge(), content: CONTENT });
});

afterAll(() => prover.close());

describe("passing a disclosure on", () => {
  it.each<[string, Partial<DisclosureChallenge>]>([
    ["to another insurer", { insurer: "0x00000000000000000000000000000000000000ee" }],
    ["to the same insurer, for a later question", { nonce: `0x${"11".repeat(32)}` }],
    ["past its time, by a later expiry", { expiry: NOW + 7_200 }],
    ["to another chain", { chainId: 10n }],
    ["as an answer about another claim", { nullifier: NULLIFIER + 1n }],
    ["as an answer about a claim in another scope", { scope: SCOPE + 1n }],
  ])("fails: %s", async (_, change) => {
    expect(await verdictOf(disclosure)).toEqual({ valid: true });
    expect(await verdictOf(disclosure, { ...challenge, ...change })).toEqual(asProof);
  });
});

describe("lying about the record", () => {
  it("fails for every opened field and every other value", async () => {
    for (const name of challenge.fields) {
      for (const value of [0n, disclosure.opened[name]! + 1n, 2n ** 64n - 1n]) {
        const forged = { ...disclosure, opened: { ...disclosure.opened, [name]: value } };
        expect(await verdictOf(forged), name).toEqual(asProof);
      }
    }
  });

  it("fails by opening less, more or other fields than were asked for", async () => {
    const { procedure, complicationGrade } = disclosure.opened;
    for (const opened of [
      { procedure: procedure! },
      { ...disclosure.opened, asaClass: 1n },
      { procedure: procedure!, asaClass: complicationGrade! },
    ]) {
      expect(await verdictOf({ ...disclosure, opened })).toEqual({ valid: false, flaw: "opened" });
    }
  });

  it("fails with another program under the right signal", async () => {
    // The patient proves "the grade is anything" and says "none".
    const opened = { ...openFields(challenge, FIELDS), complicationGrade: 0n };
    const grade = FIELD_NAMES.indexOf("complicationGrade");
    const knowledge = claimKnowledge();
    const lax = {
      clauses: [{ field: grade, lo: 0n, hi: 2n ** 64n - 1n, negated: false, startsGroup: true }],
    };
    const { proof, statement } = await proveRecord(
      { ...knowledge, program: lax },
      disclosureSignal(challenge, opened),
      artifacts,
    );
    const { root, coverageRoot } = statement;
    expect(await verdictOf({ opened, root, coverageRoot, proof })).toEqual(asProof);
  });

  it("fails with roots of a tree that the patient made", async () => {
    expect(await verdictOf({ ...disclosure, root: disclosure.root + 1n })).toEqual(asProof);
    expect(await verdictOf({ ...disclosure, coverageRoot: disclosure.coverageRoot + 1n })).toEqual(asProof);
  });
});

describe("taking one kind of proof for the other", () => {
  it("fails: a claim opens no field", async () => {
    const { root, coverageRoot } = claim.statement;
    expect(await verdictOf({ ...disclosure, root, coverageRoot, proof: claim.proof })).toEqual(asProof);
  });

  it("fails: a disclosure is no claim, not even with its own statement", async () => {
    const { root, coverageRoot, proof, opened } = disclosure;
    const expected = { programHash: programHashOf(claimKnowledge().program), scope: SCOPE, content: CONTENT };
    const own = { ...claim.statement, root, coverageRoot, signal: disclosureSignal(challenge, opened) };
    for (const statement of [claim.statement, own]) {
      const verdict = await checkClaim({ proof, statement }, expected, artifacts.verificationKey);
      expect(verdict.valid).toBe(false);
    }
    expect(await checkClaim(claim, expected, artifacts.verificationKey)).toEqual({ valid: true });
  });
});
