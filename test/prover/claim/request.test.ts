import { describe, expect, it } from "vitest";

import {
  AftercareError,
  claimNullifierOf,
  claimScope,
  claimSignal,
  coverageCommitmentOf,
  CoverageNotInTreeError,
  CoverageTree,
  encodeRecord,
  FIELD_MODULUS,
  IntegerOutOfRangeError,
  InvalidProgramError,
  MalformedPathError,
  NotAFieldElementError,
  NotAnAddressError,
  NotCoveredOnDayError,
  PathMismatchError,
  prepareClaim,
  ProgramNotSatisfiedError,
  programHashOf,
  RecordMismatchError,
  SecretMismatchError,
  SurgeryTree,
  type ClaimRequest,
  type ClaimScope,
} from "../../../prover/index.ts";
import { all, gt } from "../../../prover/policy/index.ts";
import { ofSecret, programHashOf as referenceHash } from "../../circuits/support/claim-inputs.ts";
import { claimRequest, RECORD, SCOPE, SECRET } from "../../../fixtures/claim-request.ts";

const OTHER_SCOPE = claimScope(SCOPE + 1n);

describe("what a secret shows in a scope", () => {
  it("is what the reference hash gives: two outputs of one permutation", () => {
    expect(claimNullifierOf(SECRET, SCOPE)).toBe(ofSecret(SECRET, SCOPE).nullifier);
    expect(coverageCommitmentOf(SECRET, SCOPE)).toBe(ofSecret(SECRET, SCOPE).coverageCommitment);
  });

  it("is another in each scope", () => {
    expect(claimNullifierOf(SECRET, OTHER_SCOPE)).not.toBe(claimNullifierOf(SECRET, SCOPE));
    expect(coverageCommitmentOf(SECRET, OTHER_SCOPE)).not.toBe(coverageCommitmentOf(SECRET, SCOPE));
  });

  it("takes field elements only", () => {
    expect(() => claimNullifierOf(SECRET + FIELD_MODULUS, SCOPE)).toThrow(NotAFieldElementError);
    expect(() => coverageCommitmentOf(SECRET, (SCOPE + FIELD_MODULUS) as ClaimScope)).toThrow(
      NotAFieldElementError,
    );
  });
});

describe("a prepared claim", () => {
  it("states policy, roots, nullifier and signal, and nothing else", () => {
    const request = claimRequest();
    const { statement } = prepareClaim(request);
    const { clauses } = request.program;
    expect(statement).toEqual({
      root: statement.root,
      coverageRoot: statement.coverageRoot,
      programHash: referenceHash(
        clauses.map(({ field, lo, hi, negated, startsGroup }) => ({
          field,
          lowest: lo,
          highest: hi,
          not: negated,
          or: !startsGroup,
        })),
      ),
      scope: SCOPE,
      nullifier: claimNullifierOf(SECRET, SCOPE),
      signal: claimSignal(request.content),
    });
    expect(statement.programHash).toBe(programHashOf(request.program));
  });

  it("does not change with the request's arrays afterwards", () => {
    const request = claimRequest();
    const { input } = prepareClaim(request);
    const before = structuredClone(input);
    request.path.positions.fill(3);
    request.path.children.forEach((children) => children.fill(1n));
    expect(input).toEqual(before);
  });
});

describe("a claim", () => {
  const other = claimRequest({ secret: SECRET + 1n });
  const fields = encodeRecord(RECORD);

  it.each<[string, (request: ClaimRequest) => ClaimRequest, new (...values: never[]) => Error]>([
    [
      "with another booking's secret",
      (request) => ({ ...request, secret: SECRET + 1n }),
      SecretMismatchError,
    ],
    ["with secret + r", (request) => ({ ...request, secret: SECRET + FIELD_MODULUS }), NotAFieldElementError],
    [
      "with scope + r",
      (request) => ({ ...request, scope: (SCOPE + FIELD_MODULUS) as ClaimScope }),
      NotAFieldElementError,
    ],
    [
      "with an improved record",
      (request) => ({ ...request, record: { ...request.record, fields: fields.with(9, 7n) } }),
      RecordMismatchError,
    ],
    [
      "with another blinding value",
      (request) => ({ ...request, record: { ...request.record, blinding: 1n } }),
      RecordMismatchError,
    ],
    [
      "that the policy does not pay",
      (request) => ({ ...request, program: claimRequestProgram() }),
      ProgramNotSatisfiedError,
    ],
    [
      "on a program that is none",
      (request) => ({ ...request, program: { clauses: [] } }),
      InvalidProgramError,
    ],
    [
      "with another surgery's path",
      (request) => ({ ...request, path: SurgeryTree.fromLeaves([1n, 2n]).path(1) }),
      PathMismatchError,
    ],
    [
      "with a path cut short",
      (request) => ({ ...request, path: { ...request.path, positions: request.path.positions.slice(1) } }),
      MalformedPathError,
    ],
    [
      "on another person's coverage",
      (request) => ({ ...request, coverage: other.coverage }),
      CoverageNotInTreeError,
    ],
    [
      "on a coverage of another scope",
      (request) => ({ ...request, scope: OTHER_SCOPE }),
      CoverageNotInTreeError,
    ],
    [
      "on a coverage that the insurer never added",
      (request) => ({
        ...request,
        coverage: { ...request.coverage, path: CoverageTree.fromLeaves([1n]).path(1n) },
      }),
      CoverageNotInTreeError,
    ],
    [
      "on a coverage that began the day after",
      (request) => ({ ...request, coverage: { ...request.coverage, coveredFrom: RECORD.surgeryDay + 1 } }),
      NotCoveredOnDayError,
    ],
    [
      "on a coverage that ended the day before",
      (request) => ({ ...request, coverage: { ...request.coverage, coveredUntil: RECORD.surgeryDay - 1 } }),
      NotCoveredOnDayError,
    ],
    [
      "on a coverage whose days are reversed",
      (request) => ({ ...request, coverage: { ...request.coverage, coveredUntil: 1 } }),
      IntegerOutOfRangeError,
    ],
    [
      "on a coverage longer than the circuit can tell",
      (request) => ({
        ...request,
        coverage: { ...request.coverage, coveredUntil: RECORD.surgeryDay + 65_536 },
      }),
      NotCoveredOnDayError,
    ],
    [
      "to no address",
      (request) => ({ ...request, content: { ...request.content, payee: "0x12" } }),
      NotAnAddressError,
    ],
    [
      "with a fee of 129 bits",
      (request) => ({ ...request, content: { ...request.content, fee: 2n ** 128n } }),
      IntegerOutOfRangeError,
    ],
  ])("%s is refused by name", (_name, spoil, error) => {
    expect(() => prepareClaim(spoil(claimRequest()))).toThrow(error);
  });

  it("is refused without a word of record, secret or blinding value", () => {
    const request = claimRequest();
    const spoilt: ClaimRequest[] = [
      { ...request, secret: SECRET + 1n },
      { ...request, record: { ...request.record, blinding: 1n } },
      { ...request, program: claimRequestProgram() },
      { ...request, coverage: { ...request.coverage, coveredFrom: RECORD.surgeryDay + 1 } },
    ];
    for (const request of spoilt) {
      const error = failureOf(() => prepareClaim(request));
      const told = `${error.message} ${JSON.stringify(error.details, (_, value: unknown) => String(value))}`;
      for (const secret of [
        request.secret,
        request.record.blinding,
        ...fields.filter((field) => field > 9n),
      ]) {
        expect(told).not.toContain(String(secret));
      }
    }
  });
});

function claimRequestProgram() {
  return claimRequest({ policy: all(gt("totalCost", "90000000.00 USD")) }).program;
}

function failureOf(action: () => unknown): AftercareError {
  try {
    action();
  } catch (error) {
    if (error instanceof AftercareError) return error;
    throw error;
  }
  throw new Error("the request was not refused");
}
