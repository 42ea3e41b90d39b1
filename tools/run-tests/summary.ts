import type { Requirement } from "./requirement.ts";

/** A test that did not run, and what it lacks; without that, nobody has said why. */
export interface SkippedTest {
  readonly file: string;
  readonly name: string;
  readonly lacks?: Omit<Requirement, "met">;
}

/** What one runner tells of its tests. Failures were named while they happened, skipped tests were not. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
}

export interface Summary {
  /** The last of them counts all tests. */
  readonly lines: readonly string[];
  readonly succeeded: boolean;
}

/** Tests without a reason are named one by one, up to this many: a run in which so many are skipped needs no longer list. */
const NAMED_AT_MOST = 20;

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function linesForRequirement(lacks: Omit<Requirement, "met">, tests: readonly SkippedTest[]): string[] {
  const files = Map.groupBy(tests, ({ file }) => file);
  return [
    `Skipped, for want of ${lacks.name}: ${count(tests.length, "test")}.`,
    ...[...files].map(([file, { length }]) => `  ${file}: ${length}`),
    `  To run them: ${lacks.remedy}`,
  ];
}

function linesWithoutReason(tests: readonly SkippedTest[]): string[] {
  if (tests.length === 0) return [];
  const rest = tests.length - NAMED_AT_MOST;
  return [
    `Skipped without a reason: ${count(tests.length, "test")}.`,
    ...tests.slice(0, NAMED_AT_MOST).map(({ file, name }) => `  ${file}: ${name}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    "  To run them: take away what skips them, or state with requires() what they need.",
  ];
}

function linesOfSkipped(skipped: readonly SkippedTest[]): string[] {
  const byName = Map.groupBy(skipped, ({ lacks }) => lacks?.name);
  return [...byName.values()].flatMap((tests) => {
    const lacks = tests[0]?.lacks;
    return lacks === undefined ? linesWithoutReason(tests) : linesForRequirement(lacks, tests);
  });
}

/**
 * Adds the runners up: what was skipped, why, and how to run it, then one line that counts all tests.
 *
 * `complete` asks that every test has run, as on a machine that checks changes: a skipped test counts as failed there,
 * or a machine that has lost its browser would go on being green.
 */
export function summarize(
  outcomes: readonly Outcome[],
  { complete }: { readonly complete: boolean },
): Summary {
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failedThemselves = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  const failed = failedThemselves + (complete ? skipped.length : 0);
  const remaining = complete ? 0 : skipped.length;
  return {
    lines: [
      ...linesOfSkipped(skipped),
      ...(failed > failedThemselves ? [`With CI=true a skipped test counts as failed.`] : []),
      `${passed} passed, ${failed} failed${remaining > 0 ? `, ${remaining} skipped` : ""}`,
    ],
    succeeded: failed === 0 && passed > 0,
  };
}
