import { defineConfig } from "vitest/config";

/** Tests that hold the cost of something against a bar. */
export const GAS = { name: "gas" };

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/build.ts"],
    tags: [GAS],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
