import { describe, expect, it } from "vitest";

import {
  ImpossibleComparisonError,
  PROGRAM_SLOTS,
  PolicyTooLongError,
  UnsatisfiablePolicyError,
  compilePolicy,
  evaluateProgram,
  explainPolicy,
  parsePolicy,
  type Policy,
  type Program,
} from "../../../prover/policy/index.ts";
import { encodeRecord, type SurgeryRecord } from "../../../prover/record/index.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";
import { satisfies } from "./naive-evaluator.ts";
import { randomPolicy } from "./random-policy.ts";

const PAIRS = 20_000;

type Outcome = Program | "too long" | "unsatisfiable" | "impossible comparison";

function outcomeOf(policy: Policy): Outcome {
  try {
    return compilePolicy(policy);
  } catch (error) {
    if (error instanceof PolicyTooLongError) return "too long";
    if (error instanceof UnsatisfiablePolicyError) return "unsatisfiable";
    if (error instanceof ImpossibleComparisonError) return "impossible comparison";
    throw error;
  }
}

describe(`${PAIRS} random pairs of a record and a policy about it`, () => {
  const random = seededRandom(20_261_120);
  const tally = { holds: 0, fails: 0, tooLong: 0, unsatisfiable: 0, mostSlots: 0 };
  const disagreements: { policy: Policy; record: SurgeryRecord }[] = [];
  const explanations = new Map<string, string>();

  while (tally.holds + tally.fails < PAIRS) {
    const record = randomRecord(random);
    const policy = randomPolicy(random, record);
    if (policy === undefined) continue;
    explanations.set(JSON.stringify(policy), explainPolicy(policy));
    const outcome = outcomeOf(policy);
    if (outcome === "impossible comparison") continue;
    const expected = satisfies(policy, record);
    if (outcome === "too long") {
      tally.tooLong += 1;
      continue;
    }
    if (outcome === "unsatisfiable") {
      tally.unsatisfiable += 1;
      if (expected) disagreements.push({ policy, record });
      continue;
    }
    tally[expected ? "holds" : "fails"] += 1;
    tally.mostSlots = Math.max(tally.mostSlots, outcome.clauses.length);
    if (evaluateProgram(outcome, encodeRecord(record)) !== expected) disagreements.push({ policy, record });
  }

  it("agree: the program holds exactly when the policy does, read naively", () => {
    expect(disagreements).toEqual([]);
  });

  it("are worth the name: both answers, full programs, policies that do not fit", () => {
    expect(tally.holds).toBeGreaterThan(PAIRS / 10);
    expect(tally.fails).toBeGreaterThan(PAIRS / 10);
    expect(tally.mostSlots).toBe(PROGRAM_SLOTS);
    expect(tally.tooLong).toBeGreaterThan(100);
    expect(tally.unsatisfiable).toBeGreaterThan(10);
  });

  it("are read back as they were written", () => {
    for (const text of explanations.keys()) expect(JSON.stringify(parsePolicy(JSON.parse(text)))).toBe(text);
  });

  it("never look the same in plain English when they are not", () => {
    expect(new Set(explanations.values()).size).toBe(explanations.size);
  });
});
