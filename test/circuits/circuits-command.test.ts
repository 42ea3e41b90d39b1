import { spawn } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";

import { circuitsProgram } from "../../circuits/tools/program.ts";
import { ARTIFACTS_FOLDER, PROJECT_ROOT } from "../../circuits/tools/project.ts";
import { runInProcess } from "./support/recorded-terminal.ts";
import { temporaryFolder } from "./support/small-circuit.ts";

const circuits = (...args: string[]) => runInProcess(circuitsProgram, ...args);

describe("the circuits command", () => {
  it.each([
    ["no command", []],
    ["an unknown command", ["frobnicate"]],
    ["the verifiers, which the contracts write", ["verifiers"]],
    ["an unknown option", ["verify", "--force"]],
    ["an unknown circuit", ["info", "--circuit", "none"]],
    ["an unknown step of a ceremony", ["ceremony", "skip"]],
    ["a missing option", ["ceremony", "contribute", "--name", "Ada"]],
  ])("prints its usage and exits with 2 for %s", async (_name, args) => {
    const { exitCode, stderr } = await circuits(...args);
    expect(stderr).toContain("Usage: npm run circuits --");
    expect(exitCode).toBe(2);
  });

  it("prints its usage and exits with 0 when asked for help", async () => {
    const { exitCode, stdout, stderr } = await circuits("--help");
    expect(stdout).toContain("Usage: npm run circuits --");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  it("exits with 1 and the error's name if an artifact was changed", async () => {
    await using folder = await temporaryFolder();
    await cp(ARTIFACTS_FOLDER, folder.path, { recursive: true });
    const path = join(folder.path, "review", "review.zkey");
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);

    const { exitCode, stderr } = await circuits("verify", "--artifacts", folder.path);
    expect(stderr).toContain("ArtifactHashMismatchError");
    expect(exitCode).toBe(1);
  });

  it("leaves no worker thread behind that would keep its process", async () => {
    const main = join(PROJECT_ROOT, "circuits", "tools", "main.ts");
    const process_ = spawn(process.execPath, [main, "verify", "--artifacts", "/nowhere"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const exited = new Promise<number | null>((resolve) => process_.once("close", resolve));
    expect(await text(process_.stderr)).toContain("MissingFileError");
    expect(await exited).toBe(1);
  });
});
