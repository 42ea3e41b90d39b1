import { defineConfig } from "vitest/config";

import { GAS } from "../../vitest.config.ts";

/** Runs the contract tests on an instrumented build and keeps what was executed; see tools/coverage.ts. */
export default defineConfig({
  test: {
    include: [
      "test/contracts/**/*.test.ts",
      "test/attacks/{batch-verifier,claim-pool,escrow,money,review-batch,review-board}.test.ts",
      "test/attacks/{unpayable-account,unsuitable-token}.test.ts",
    ],
    // Instrumented contracts read differently and cost more gas; single tests of gas are left out by their tag.
    exclude: ["mutants", "protocol-page"].map((name) => `test/contracts/${name}.test.ts`),
    tags: [GAS],
    globalSetup: ["tools/coverage/setup.ts"],
    setupFiles: ["tools/coverage/worker.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
