import { tmpdir } from "node:os";

import { describe, expect, it } from "vitest";

import { runCli } from "./run-cli.ts";

describe("the command line, used wrongly", () => {
  it.each([
    ["nothing", []],
    ["a command that there is not", ["policy", "burn"]],
    ["half a command", ["policy"]],
    ["a name of every object", ["__proto__", "constructor"]],
    ["no file", ["policy", "explain"]],
    ["a file too many", ["policy", "explain", "a.json", "b.json"]],
    ["an unknown option", ["policy", "explain", "a.json", "--loud"]],
    ["an option without value", ["policy", "check", "a.json", "--bundle"]],
    ["a file that is missing", ["policy", "explain", "/nowhere/policy.json"]],
    ["a folder", ["policy", "explain", tmpdir()]],
  ])("ends with 2 and a named error: %s", async (_, args) => {
    const { code, out, error } = await runCli(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(error).toMatch(/^(UsageError|UnreadableFileError): /);
    expect(error).not.toMatch(/\n\s+at /);
  });

  it("explains itself on --help", async () => {
    const { code, out } = await runCli("--help");
    expect(code).toBe(0);
    expect(out).toContain("policy explain FILE");
    expect(out).toContain("Exit codes: 0 yes or done, 1 no, 2 wrong use.");
  });
});
