import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { all, eq, explainPolicy } from "../../../prover/policy/index.ts";
import { temporaryFile } from "./run-cli.ts";

const ROOT = join(import.meta.dirname, "../../..");
const LAUNCHER = join(ROOT, "client/cli/aftercare.mjs");
const POLICY = all(eq("asaClass", 2));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(program: string, args: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd: ROOT });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

/** A Node of the machine besides the one of this package; older ones do not run TypeScript. */
const machineNode = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => existsSync(path));

describe("the launcher", () => {
  const explain = async () => [
    "policy",
    "explain",
    await temporaryFile("policy.json", JSON.stringify(POLICY)),
  ];

  it("runs under the Node of this package", async () => {
    const { code, stdout } = await run(process.execPath, [LAUNCHER, ...(await explain())]);
    expect(stdout).toBe(`${explainPolicy(POLICY)}\n`);
    expect(code).toBe(0);
  });

  it.runIf(machineNode)(
    "runs under the Node of the machine, however old, and passes the exit code on",
    async () => {
      const { stdout } = await run(machineNode!, [LAUNCHER, ...(await explain())]);
      expect(stdout).toBe(`${explainPolicy(POLICY)}\n`);
      expect(await run(machineNode!, [LAUNCHER, "policy", "explain", "/nowhere"])).toMatchObject({ code: 2 });
    },
  );

  it("is what `npx aftercare` runs in a clone", async () => {
    const { stdout } = await run("npx", ["aftercare", ...(await explain())]);
    expect(stdout).toBe(`${explainPolicy(POLICY)}\n`);
    expect(await run("npx", ["aftercare", "nothing"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("UsageError: There is no such command."),
    });
  });
});
