import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { compileCircuit } from "../../../circuits/tools/compiler.ts";
import { PROJECT_ROOT } from "../../../circuits/tools/project.ts";
import { readWireNames } from "./wire-names.ts";
import { calculateWitness } from "./witness.ts";

/**
 * Builds witnesses of the review circuit from false inputs.
 *
 * The circuit's own witness generator stops at the first check that fails. So the forger compiles a copy of the sources in
 * which every check (`===`) is blanked out: it computes each wire from false inputs just as a determined prover would,
 * and never complains. Only the constraints of the real circuit can refuse the outcome.
 */
export class Forger implements AsyncDisposable {
  readonly #folder: string;
  readonly #wasm: string;
  readonly #permissiveWires: ReadonlyMap<string, number>;
  readonly #realNames: readonly string[];

  private constructor(
    folder: string,
    wasm: string,
    permissiveWires: ReadonlyMap<string, number>,
    realNames: readonly string[],
  ) {
    this.#folder = folder;
    this.#wasm = wasm;
    this.#permissiveWires = permissiveWires;
    this.#realNames = realNames;
  }

  /** @param realSymbols The .sym file of the real circuit. */
  static async create(realSymbols: string): Promise<Forger> {
    await mkdir(join(PROJECT_ROOT, "build"), { recursive: true });
    const folder = await mkdtemp(join(PROJECT_ROOT, "build", "permissive-"));
    const copied = ["circuits", "circuits/lib", "node_modules/circomlib/circuits"];
    for (const source of copied) await copyWithoutChecks(join(PROJECT_ROOT, source), join(folder, source));
    const compiled = await compileCircuit(
      join(relative(PROJECT_ROOT, folder), "circuits", "review.circom"),
      join(folder, "compiled"),
      "none",
    );
    const realNames: string[] = [];
    for (const [name, wire] of await readWireNames(realSymbols)) if (wire >= 0) realNames[wire] = name;
    return new Forger(folder, compiled.wasm, await readWireNames(compiled.symbols), realNames);
  }

  /**
   * A witness of the real circuit with every wire computed from these inputs.
   *
   * @param overrides Values that replace computed ones, by the signal's full name.
   */
  async forge(inputs: object, overrides: Readonly<Record<string, bigint>> = {}): Promise<bigint[]> {
    const values = await calculateWitness(this.#wasm, inputs);
    return Array.from(this.#realNames, (name, wire) => {
      if (wire === 0) return 1n;
      const value = overrides[name] ?? values[this.#permissiveWires.get(name) ?? -1];
      if (value === undefined) throw new Error(`The copy without checks has no signal ${name}`);
      return value;
    });
  }

  /** Names of the real circuit's wires. */
  get wireNames(): readonly string[] {
    return this.#realNames;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Copies a folder's circom files. Checks become blanks of the same length: the compiler names signals by their place in the file. */
async function copyWithoutChecks(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of (await readdir(from)).filter((name) => name.endsWith(".circom"))) {
    const source = await readFile(join(from, file), "utf8");
    const withoutChecks = source.replaceAll(/^[^;\n/]*===[^;\n]*;/gm, (check) => " ".repeat(check.length));
    await writeFile(join(to, file), withoutChecks);
  }
}
