import { defineConfig } from "vitest/config";

/** Runs the contract tests on an instrumented build and keeps what was executed; see tools/coverage.ts. */
export default defineConfig({
  test: {
    include: [
      "test/contracts/**/*.test.ts",
      "test/attacks/{escrow,registry,review-board,money}*.test.ts",
      "test/circuits/review-verifier.test.ts",
    ],
    // Runs no contract.
    exclude: ["test/contracts/protocol-page.test.ts"],
    globalSetup: ["tools/coverage/setup.ts"],
    setupFiles: ["tools/coverage/worker.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
