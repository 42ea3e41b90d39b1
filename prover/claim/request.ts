import { claimNullifierOf, coverageCommitmentOf, patientCommitmentOf } from "../commitments.ts";
import { AftercareError } from "../errors.ts";
import { assertFieldElement } from "../field.ts";
import { evaluateProgram, paddedClausesOf, programHashOf, type Program } from "../policy/program.ts";
import { recordCommitment } from "../record/commitment.ts";
import { FIELD_NAMES, type RecordFields } from "../record/schema.ts";
import { SecretMismatchError } from "../review/request.ts";
import { leafOf, surgeonDayOf, type ClosedSurgery } from "../tree/closed-surgery.ts";
import { PathMismatchError, rootOf, type MerklePath } from "../tree/merkle-path.ts";
import { claimSignal, type ClaimContent } from "./content.ts";
import {
  CoverageNotInTreeError,
  coveragePosition,
  coverageRootOf,
  type CoveragePath,
} from "./coverage-tree.ts";
import { coverageLeafOf, LONGEST_COVERAGE } from "./coverage.ts";
import type { ClaimScope } from "./scope.ts";
import type { ClaimStatement } from "./statement.ts";

/** What a patient knows of a surgery and its coverage, and what is to be proven about it. */
export interface ClaimKnowledge {
  /** What the record has to satisfy: the policy's program, or a disclosure's. */
  readonly program: Program;
  /** Within what the surgery can be claimed once: `scopeOf` the policy. */
  readonly scope: ClaimScope;
  /** Secret of the booking, a field element. */
  readonly secret: bigint;
  /** The CLOSED surgery of that booking. */
  readonly closed: ClosedSurgery;
  /** Path of its leaf, from a tree whose root the pool accepts. */
  readonly path: MerklePath;
  /** The surgery's record: what the closing committed to. */
  readonly record: { readonly fields: RecordFields; readonly blinding: bigint };
  /** The coverage of that booking, and its path in the insurer's newest tree. */
  readonly coverage: {
    readonly coveredFrom: number;
    readonly coveredUntil: number;
    readonly path: CoveragePath;
  };
}

/** Everything that a claim proof is made from. */
export interface ClaimRequest extends ClaimKnowledge {
  /** The claim that the proof is bound to. */
  readonly content: ClaimContent;
}

/** What the circuit's witness is computed from, under the circuit's own signal names. */
export interface ClaimWitnessInput {
  readonly [signal: string]: string | string[] | string[][];
}

/** The record does not satisfy what is to be proven. */
export class ProgramNotSatisfiedError extends AftercareError {
  override readonly name = "ProgramNotSatisfiedError";

  constructor() {
    super(
      "The record does not satisfy the policy.",
      "There is nothing to claim under this policy. Check the record, and other policies.",
    );
  }
}

/** Fields and blinding value are not those that the closed surgery committed to. */
export class RecordMismatchError extends AftercareError {
  override readonly name = "RecordMismatchError";

  constructor() {
    super(
      "The record does not belong to the closed surgery.",
      "Use the record that this surgery was closed with, and its blinding value.",
    );
  }
}

/** The surgery was performed on a day that the coverage does not cover. */
export class NotCoveredOnDayError extends AftercareError {
  override readonly name = "NotCoveredOnDayError";

  constructor(coveredFrom: number, coveredUntil: number) {
    super(
      "The surgery was performed on a day that the coverage does not cover.",
      "Claim on a coverage that was in force on that day.",
      { coveredFrom, coveredUntil },
    );
  }
}

const SURGERY_DAY = FIELD_NAMES.indexOf("surgeryDay");

/** The bits of a number, low one first. */
function bitsOf(value: number, count: number): string[] {
  return Array.from({ length: count }, (_, bit) => String((value >> bit) & 1));
}

function assertCoveredOn(day: bigint, coveredFrom: number, coveredUntil: number): void {
  const before = day - BigInt(coveredFrom);
  const after = BigInt(coveredUntil) - day;
  if (before < 0n || after < 0n || before > LONGEST_COVERAGE || after > LONGEST_COVERAGE) {
    throw new NotCoveredOnDayError(coveredFrom, coveredUntil);
  }
}

/** A path that starts at another leaf means that this coverage is not where it should be. */
function rootOfCoverage(leaf: bigint, path: CoveragePath): bigint {
  try {
    return coverageRootOf(leaf, path);
  } catch (error) {
    throw error instanceof PathMismatchError && error.details.level === 0
      ? new CoverageNotInTreeError()
      : error;
  }
}

function programInput(program: Program): ClaimWitnessInput {
  const slots = paddedClausesOf(program);
  return {
    lowerBounds: slots.map(({ lo }) => String(lo)),
    upperBounds: slots.map(({ hi }) => String(hi)),
    indexBits: slots.map(({ field }) => bitsOf(field, 4)),
    negated: slots.map(({ negated }) => String(Number(negated))),
    // The first clause always starts a group.
    startsGroup: slots.slice(1).map(({ startsGroup }) => String(Number(startsGroup))),
  };
}

/**
 * Checks against everything that the circuit demands, and splits it into what the proof shows and what it is made from.
 * Reads the values once; later changes to their arrays have no effect.
 *
 * @param signal What the proof is bound to, a field element.
 * @throws The errors of leafOf, rootOf, recordCommitment, coverageLeafOf, coverageRootOf and programHashOf; SecretMismatchError,
 * RecordMismatchError, ProgramNotSatisfiedError, NotCoveredOnDayError, CoverageNotInTreeError, NotAFieldElementError.
 * None carries a value of the record or a secret.
 */
export function prepareClaimProof(
  knowledge: ClaimKnowledge,
  signal: bigint,
): { statement: ClaimStatement; input: ClaimWitnessInput } {
  const { program, scope, secret, closed, path, record, coverage } = knowledge;
  const { fields, blinding } = record;
  const { coveredFrom, coveredUntil } = coverage;
  assertFieldElement("signal", signal);

  const programHash = programHashOf(program);
  const nullifier = claimNullifierOf(secret, scope);
  const leaf = leafOf(closed);
  if (patientCommitmentOf(secret) !== closed.patientCommitment) throw new SecretMismatchError();
  if (recordCommitment(fields, blinding) !== closed.recordCommitment) throw new RecordMismatchError();
  const root = rootOf(leaf, path);
  if (!evaluateProgram(program, fields)) throw new ProgramNotSatisfiedError();

  const commitment = coverageCommitmentOf(secret, scope);
  const coverageLeaf = coverageLeafOf({ commitment, coveredFrom, coveredUntil });
  assertCoveredOn(fields[SURGERY_DAY]!, coveredFrom, coveredUntil);
  const coverageRoot = rootOfCoverage(coverageLeaf, coverage.path);

  return {
    statement: { root, coverageRoot, programHash, scope, nullifier, signal },
    input: {
      root: String(root),
      coverageRoot: String(coverageRoot),
      programHash: String(programHash),
      scope: String(scope),
      nullifier: String(nullifier),
      // "signal" is a reserved word of the circuit language.
      signalHash: String(signal),
      secret: String(secret),
      surgeonDay: String(surgeonDayOf(closed.surgeon, closed.closedDay)),
      positions: path.positions.map((position) => bitsOf(position, 2)),
      children: path.children.map((children) => children.map(String)),
      fields: fields.map(String),
      blinding: String(blinding),
      coveredFrom: String(coveredFrom),
      coveredUntil: String(coveredUntil),
      coveragePositions: coverage.path.children.map((_, level) =>
        bitsOf(coveragePosition(coverage.path.leafIndex, level), 3),
      ),
      coverageChildren: coverage.path.children.map((children) => children.map(String)),
      ...programInput(program),
    },
  };
}

/**
 * The same for a claim on a policy, bound to who is paid.
 *
 * @throws The errors of {@link prepareClaimProof} and claimSignal.
 */
export function prepareClaim({ content, ...knowledge }: ClaimRequest): {
  statement: ClaimStatement;
  input: ClaimWitnessInput;
} {
  return prepareClaimProof(knowledge, claimSignal(content));
}
