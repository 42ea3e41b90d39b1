import { defineConfig } from "vitest/config";

/** Runs the contract tests on an instrumented build and keeps what was executed; see tools/coverage.ts. */
export default defineConfig({
  test: {
    include: [
      "test/contracts/**/*.test.ts",
      "test/attacks/{batch-verifier,claim-pool,escrow,money,review-batch,review-board}.test.ts",
    ],
    // Instrumented contracts cost more gas, and read differently.
    exclude: ["gas", "mutants", "protocol-page"].map((name) => `test/contracts/${name}.test.ts`),
    globalSetup: ["tools/coverage/setup.ts"],
    setupFiles: ["tools/coverage/worker.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
