/**
 * Runs one benchmark: `npm run -s bench -- <name> [options]`. Results are printed and kept under bench/results/.
 */
const BENCHMARKS: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  claims: () => import("./claims/main.ts"),
  gas: () => import("./gas/main.ts"),
  prover: () => import("./prover/main.ts"),
};

const [name = "", ...args] = process.argv.slice(2);
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  console.error(`Name a benchmark: ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exitCode = 2;
} else {
  await (await benchmark()).run(args);
}
