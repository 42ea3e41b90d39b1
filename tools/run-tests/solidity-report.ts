import type { Outcome } from "./summary.ts";

/** A runner that ends badly without naming a failed test has failed all the same. */
export const settled = (outcome: Outcome, code: number): Outcome =>
  code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;

/** Reads what `hardhat test solidity` prints: its totals, and a line with a dash for each skipped test. */
export function readSolidityReport(output: string, code: number): Outcome {
  const total = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}$`, "m").exec(output)?.[1] ?? 0);
  const names = [...output.matchAll(/^\s*- (.+)$/gm)].map(([, name]) => name!);
  const skipped = Array.from({ length: total("skipped") }, (_, index) => ({
    file: "test/contracts",
    name: names[index] ?? "a Solidity test",
  }));
  return settled({ passed: total("passing"), failed: total("failing"), skipped }, code);
}
