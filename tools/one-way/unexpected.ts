import type { Finding } from "./check.ts";
import type { Pending } from "./pending.ts";

const isSame = (left: Pending, right: Pending) =>
  left.rule === right.rule && left.from === right.from && left.to === right.to;

/** A line for each finding that is not pending, and for each pending one that is gone: a list of debts must only shrink. */
export function unexpected(findings: readonly Finding[], pending: readonly Pending[]): readonly string[] {
  return [
    ...findings
      .filter((finding) => !pending.some((known) => isSame(known, finding)))
      .map(({ file, line, problem, rule }) => `${file}:${line}: ${problem} (${rule})`),
    ...pending
      .filter((known) => !findings.some((finding) => isSame(known, finding)))
      .map(
        ({ rule, from, to }) =>
          `tools/one-way/pending.ts: ${rule}, ${from} → ${to} is mended: delete its line`,
      ),
  ];
}
