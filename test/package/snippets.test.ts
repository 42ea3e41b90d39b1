// Whatever the pages and the documentation of the code show to users of the package has to run on the oldest Node it supports.
import { execFile } from "node:child_process";
import { glob, readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeAll, describe, expect, it } from "vitest";

import { MACHINE_NODE, machineNode, requires } from "../setup/requirements.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

interface Snippet {
  readonly path: string;
  readonly code: string;
}

/** TypeScript and JavaScript that a page shows. */
function blocksOf(page: string): string[] {
  return [...page.matchAll(/^```(?:ts|js|mjs|typescript|javascript)\n([^]*?)^```/gm)].map(
    ([, code = ""]) => code,
  );
}

/** The examples of a source file's documentation. */
function examplesOf(source: string): string[] {
  return [...source.matchAll(/\/\*\*([^]*?)\*\//g)].flatMap(([, comment = ""]) =>
    comment
      .split(/^\s*\* @example\n/m)
      .slice(1)
      .map((example) => example.split(/^\s*\* @/m)[0]!.replace(/^\s*\* ?/gm, "")),
  );
}

/** The body of a function: what a page imports cannot stand in one, and its parts are known to parse. */
function bodyOf(code: string): string {
  return stripTypeScriptTypes(code.replace(/^import [^]*?;$/gm, ""));
}

async function snippets(): Promise<Snippet[]> {
  const found: Snippet[] = [];
  const exclude = (path: string) => path.includes("node_modules") || path.startsWith("build");
  for await (const path of glob("{README.md,docs/**/*.md,prover/**/*.{md,ts},client/**/*.ts}", {
    cwd: ROOT,
    exclude,
  })) {
    const text = await readFile(join(ROOT, path), "utf8");
    const codes = path.endsWith(".md") ? blocksOf(text) : examplesOf(text);
    found.push(...codes.map((code) => ({ path, code: bodyOf(code) })));
  }
  return found;
}

const PARSE_ALL = `
  const AsyncFunction = (async () => {}).constructor;
  const refused = JSON.parse(require("node:fs").readFileSync(0, "utf8")).flatMap(({ path, code }) => {
    try { new AsyncFunction(code); return []; } catch (error) { return [path + ": " + error.message + "\\n" + code]; }
  });
  console.log(JSON.stringify(refused));
`;

/** The snippets that a Node cannot parse, each with why. */
async function refusedBy(node: string, given: readonly Snippet[]): Promise<string[]> {
  const running = run(node, ["-e", PARSE_ALL]);
  running.child.stdin!.end(JSON.stringify(given));
  return JSON.parse((await running).stdout) as string[];
}

describe("the snippets for users", () => {
  let all: Snippet[];

  beforeAll(async () => {
    all = await snippets();
  });

  it("are found: those of the pages and those of the documentation", () => {
    const paths = all.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["README.md", "docs/policy.md", "prover/proving/create-prover.ts"]),
    );
    expect(all.length).toBeGreaterThan(50);
  });

  it("are parsed by this Node", async () => {
    expect(await refusedBy(process.execPath, all)).toEqual([]);
  });

  requires(machineNode).it("are parsed by the Node of the machine", async () => {
    expect(await refusedBy(MACHINE_NODE!, all)).toEqual([]);
  });

  it("use no syntax that Node 20 lacks, whatever Node the machine has", () => {
    for (const { path, code } of all) {
      expect(code, path).not.toMatch(/\b(?:await\s+)?using\s+\w+\s*=/);
    }
  });
});
