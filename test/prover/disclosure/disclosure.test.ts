import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  ChallengeExpiredError,
  MalformedDisclosureError,
  OtherClaimError,
  createChallenge,
  describeDisclosure,
  formatDisclosure,
  parseDisclosure,
  type Disclosure,
  type DisclosureChallenge,
} from "../../../prover/disclosure/index.ts";
import { createProver, type ClaimProver } from "../../../prover/proving/index.ts";
import { NOT_STATED } from "../../../prover/record/index.ts";
import { NULLIFIER, SCOPE, claimKnowledge } from "./claimed-surgery.ts";

const NOW = 1_800_000_000;

let prover: ClaimProver;
let challenge: DisclosureChallenge;
let disclosure: Disclosure;

const verdictOf = (answer: Disclosure, asked = challenge, receivedAt = NOW) =>
  prover.verifyDisclosure(answer, asked, { receivedAt });

beforeAll(async () => {
  prover = await createProver({ artifacts: await loadArtifacts("claim") });
  challenge = createChallenge({
    chainId: 31_337n,
    insurer: "0x00000000000000000000000000000000000000dd",
    scope: SCOPE,
    nullifier: NULLIFIER,
    fields: ["surgeryDay", "complicationGrade", "device", "totalCost"],
    expiry: NOW + 3_600,
  });
  disclosure = await prover.proveDisclosure({ ...claimKnowledge(), challenge, now: NOW });
});

afterAll(() => prover.close());

describe("a disclosure", () => {
  it("opens the fields asked for, also that one is not stated, and proves them", async () => {
    expect(Object.keys(disclosure.opened)).toHaveLength(4);
    expect(disclosure.opened).toMatchObject({ complicationGrade: 3n, device: NOT_STATED });
    expect(await verdictOf(disclosure)).toEqual({ valid: true });
  });

  it("survives JSON", async () => {
    const read = parseDisclosure(formatDisclosure(disclosure));
    expect(read).toEqual(disclosure);
    expect(await verdictOf(read)).toEqual({ valid: true });
  });

  it("reads well", () => {
    expect(describeDisclosure(challenge, disclosure)).toBe(
      [
        `Record of the surgery behind claim ${NULLIFIER}, opened for 0x00000000000000000000000000000000000000dd:`,
        "  Surgery: 2026-06-16",
        "  Total cost: 12650.00",
        "  Complications (Clavien–Dindo): IIIa",
        "  Device: not stated",
        "Not opened: Procedure, Code system of the procedure, Diagnosis, Discharge, Currency, Anaesthesia, ASA class, Outcome, Facility, Medicines root, Schema.",
        `Proven under surgery root ${disclosure.root} and coverage root ${disclosure.coverageRoot}; check both against the chain.`,
      ].join("\n"),
    );
  });

  it("holds nothing of the fields that stay hidden", () => {
    const text = formatDisclosure(disclosure);
    const { fields, blinding } = claimKnowledge().record;
    for (const hidden of [fields[0]!, fields[2]!, fields[11]!, blinding]) {
      expect(text).not.toContain(String(hidden));
    }
  });

  it("is refused where a root is not one that the adjuster knows", async () => {
    const { root, coverageRoot } = disclosure;
    const verify = (roots: readonly bigint[], coverageRoots: readonly bigint[]) =>
      prover.verifyDisclosure(disclosure, challenge, { receivedAt: NOW, roots, coverageRoots });
    expect(await verify([1n, root], [coverageRoot])).toEqual({ valid: true });
    expect(await verify([1n], [coverageRoot])).toEqual({ valid: false, flaw: "root" });
    expect(await verify([root], [1n])).toEqual({ valid: false, flaw: "coverageRoot" });
  });

  it("counts up to the last second of its challenge", async () => {
    expect(await verdictOf(disclosure, challenge, challenge.expiry)).toEqual({ valid: true });
    expect(await verdictOf(disclosure, challenge, challenge.expiry + 1)).toEqual({
      valid: false,
      flaw: "expiry",
    });
  });
});

describe("answering", () => {
  it("is refused for a claim of somebody else", async () => {
    const other = { ...challenge, nullifier: NULLIFIER + 1n };
    const about = prover.proveDisclosure({ ...claimKnowledge(), challenge: other, now: NOW });
    await expect(about).rejects.toThrow(OtherClaimError);
    const by = prover.proveDisclosure({ ...claimKnowledge(7n), challenge, now: NOW });
    await expect(by).rejects.toThrow(OtherClaimError);
  });

  it("is refused when the time is over", async () => {
    const late = prover.proveDisclosure({ ...claimKnowledge(), challenge, now: challenge.expiry + 1 });
    await expect(late).rejects.toThrow(ChallengeExpiredError);
  });
});

describe("a malformed disclosure", () => {
  it.each<[string, (json: Record<string, unknown>) => void, string]>([
    ["no version", (json) => delete json["version"], "disclosure.version"],
    ["an unknown member", (json) => (json["note"] = 1), "disclosure.note"],
    ["an unknown field", (json) => (json["opened"] = { surgeon: "1" }), "disclosure.opened.surgeon"],
    [
      "a field of 65 bits",
      (json) => (json["opened"] = { device: String(1n << 64n) }),
      "disclosure.opened.device",
    ],
    ["a number for a root", (json) => (json["root"] = 1), "disclosure.root"],
    ["a root that is no field element", (json) => (json["root"] = "9".repeat(77)), "disclosure.root"],
  ])("is refused by its path: %s", (_, edit, path) => {
    const json = JSON.parse(formatDisclosure(disclosure)) as Record<string, unknown>;
    edit(json);
    expect(() => parseDisclosure(json)).toThrow(MalformedDisclosureError);
    expect(() => parseDisclosure(json)).toThrow(expect.objectContaining({ path }));
  });
});
