import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { CompilationError } from "./errors.ts";
import { BUILD_FOLDER, PROJECT_ROOT } from "./project.ts";

/** Files that the compiler wrote, as absolute paths. */
export interface CompiledCircuit {
  /** The constraint system. */
  readonly r1cs: string;
  /** The witness generator. */
  readonly wasm: string;
  /** Names of the wires. */
  readonly symbols: string;
}

const COMPILER = fileURLToPath(import.meta.resolve("circom2/cli.js"));

/**
 * Compiles a circuit.
 *
 * @param source Path of the main component, relative to the project's root.
 * @param folder Where the output goes. Must lie inside the project: the compiler sees nothing outside.
 * @param simplification Full by default; with less, the constraints would be twice as many. "none" keeps a wire for every signal.
 * @throws {CompilationError} with the compiler's own words.
 */
export async function compileCircuit(
  source: string,
  folder: string,
  simplification: "full" | "none" = "full",
): Promise<CompiledCircuit> {
  await mkdir(folder, { recursive: true });
  const output = relative(PROJECT_ROOT, folder);
  const compiler = spawn(
    process.execPath,
    [
      "--no-warnings",
      COMPILER,
      source,
      "--r1cs",
      "--wasm",
      "--sym",
      simplification === "full" ? "--O2" : "--O0",
      "--output",
      output,
    ],
    { cwd: PROJECT_ROOT, stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = new Promise<number | null>((resolve, reject) => {
    compiler.once("error", reject);
    compiler.once("close", resolve);
  });
  const [exitCode, standardOutput, standardError] = await Promise.all([
    exited,
    text(compiler.stdout),
    text(compiler.stderr),
  ]);
  if (exitCode !== 0) throw new CompilationError(source, (standardOutput + standardError).trim());

  const name = basename(source, ".circom");
  return {
    r1cs: join(folder, `${name}.r1cs`),
    wasm: join(folder, `${name}_js`, `${name}.wasm`),
    symbols: join(folder, `${name}.sym`),
  };
}

/** Compiles into a folder of its own, hands the files over, and removes them: two commands never share half-written output. */
export async function withCompiledCircuit<Result>(
  source: string,
  use: (compiled: CompiledCircuit) => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(BUILD_FOLDER), { recursive: true });
  const folder = await mkdtemp(`${BUILD_FOLDER}-`);
  try {
    return await use(await compileCircuit(source, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
