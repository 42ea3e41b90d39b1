import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { all, eq, explainPolicy } from "../../../prover/policy/index.ts";
import { MACHINE_NODE, machineNode, requires } from "../../setup/requirements.ts";
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

  requires(machineNode).it(
    "runs under the Node of the machine, however old, and passes the exit code on",
    async () => {
      const { stdout } = await run(MACHINE_NODE!, [LAUNCHER, ...(await explain())]);
      expect(stdout).toBe(`${explainPolicy(POLICY)}\n`);
      expect(await run(MACHINE_NODE!, [LAUNCHER, "policy", "explain", "/nowhere"])).toMatchObject({
        code: 2,
      });
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
