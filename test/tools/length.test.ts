import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const OXLINT = join(ROOT, "node_modules/.bin/oxlint");

const lines = (count: number) =>
  Array.from({ length: count - 1 }, (_, index) => `export const x${index} = 1;\n`).join("");
const functionOf = (count: number) =>
  `export function f(): number {\n${"  f();\n".repeat(count - 3)}  return 1;\n}\n`;

const ROOMS = ["circuits", "contracts/generators", "prover", "client/sdk", "deploy", "ignition"];
const reason = ["// oxlint", "-disable max-lines -- one table\n"].join("");

const SAMPLES: Readonly<Record<string, string>> = {
  "short.ts": lines(300),
  "long.ts": lines(302),
  "brief.ts": functionOf(60),
  "lengthy.ts": functionOf(61),
  "explained.ts": reason + lines(302),
};

describe("the length of product code", () => {
  let folder: string;
  let refused: Map<string, string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "length-"));
    await copyFile(join(ROOT, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const room of [...ROOMS, "test"]) {
      await mkdir(join(folder, room), { recursive: true });
      for (const [name, text] of Object.entries(SAMPLES)) await writeFile(join(folder, room, name), text);
    }
    const { stdout } = await promisify(execFile)(OXLINT, ["--format=json", "."], { cwd: folder }).catch(
      (error: unknown) => error as { stdout: string },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    refused = new Map(
      [...Map.groupBy(diagnostics, ({ filename }) => filename)].map(([file, found]) => [
        file,
        found.map(({ code }) => code),
      ]),
    );
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(ROOMS)("in %s is at most 300 lines a file and 60 a function", (room) => {
    expect(refused.get(`${room}/short.ts`)).toBeUndefined();
    expect(refused.get(`${room}/long.ts`)).toEqual(["eslint(max-lines)"]);
    expect(refused.get(`${room}/brief.ts`)).toBeUndefined();
    expect(refused.get(`${room}/lengthy.ts`)).toEqual(["eslint(max-lines-per-function)"]);
  });

  it("may be more if the file says why at its top", () => {
    expect(refused.get("prover/explained.ts")).toBeUndefined();
  });

  it("is free in tests", () => {
    expect(refused.get("test/long.ts")).toBeUndefined();
    expect(refused.get("test/lengthy.ts")).toBeUndefined();
  });

  it("has no exception for a file that is not there", async () => {
    const config = await readFile(join(ROOT, ".oxlintrc.json"), "utf8");
    const paths = [...config.matchAll(/"([^"*]+\/[^"*]+\.ts)"/g)].map(([, path]) => path!);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
