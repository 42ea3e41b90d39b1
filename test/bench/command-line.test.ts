import { describe, expect, it } from "vitest";

import { benchProgram } from "../../bench/program.ts";
import { runInProcess } from "../circuits/support/recorded-terminal.ts";

describe("the benchmarks' command line", () => {
  it.each([
    ["no benchmark", []],
    ["an unknown benchmark", ["toString"]],
    ["an unknown section", ["gas", "--only", "everything"]],
    ["no rounds", ["prover", "--rounds", "0"]],
    ["half a round", ["prover", "--rounds", "1.5"]],
    ["an option of another benchmark", ["claims", "--rounds", "3"]],
  ])("ends with 2 and the usage, before anything is measured: %s", async (_, args) => {
    const { exitCode, stdout, stderr } = await runInProcess(benchProgram, ...args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^UsageError: [^]*Usage: npm run -s bench -- /);
  });

  it("lists every benchmark on --help", async () => {
    const { exitCode, stdout } = await runInProcess(benchProgram, "--help");
    expect(exitCode).toBe(0);
    for (const name of ["claims", "gas", "prover"]) expect(stdout).toContain(`\n  ${name} `);
  });
});
