import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { generatorCommand } from "../../circuits/tools/generated-files.ts";
import { runInProcess } from "./support/recorded-terminal.ts";
import { temporaryFolder } from "./support/small-circuit.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let path: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, "inner", "page.md");
});
afterEach(() => folder[Symbol.asyncDispose]());

const generate = (...args: string[]) => {
  const generator = generatorCommand({
    name: "npm run page",
    summary: "write the page",
    generate: async () => [{ path, text: "as it should be\n" }],
  });
  return runInProcess(generator, ...args);
};

describe("a generator", () => {
  it("writes what is missing, and nothing more", async () => {
    expect(await generate()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Wrote .*page\.md\.\n$/),
    });
    expect(await readFile(path, "utf8")).toBe("as it should be\n");
    expect(await generate()).toMatchObject({ exitCode: 0, stdout: "Every file is as committed.\n" });
  });

  it("that checks fails for a file that is missing, and writes nothing", async () => {
    const { exitCode, stderr } = await generate("--check");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^StaleFilesError: Not what `npm run page` writes: .*page\.md\./);
    await expect(readFile(path)).rejects.toThrow("ENOENT");
  });

  it("that checks fails for a file that was edited, and passes when it is right", async () => {
    await generate();
    expect(await generate("--check")).toMatchObject({ exitCode: 0, stderr: "" });
    await writeFile(path, "edited\n");
    expect(await generate("--check")).toMatchObject({ exitCode: 1, stdout: "" });
    expect(await readFile(path, "utf8")).toBe("edited\n");
  });

  it("does not take what it cannot read for a file that is missing", async () => {
    await mkdir(path, { recursive: true });
    await expect(generate()).rejects.toThrow("EISDIR");
  });
});
