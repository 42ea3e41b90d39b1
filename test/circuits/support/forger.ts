import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import { compileCircuit } from "../../../circuits/tools/compiler.ts";
import { PROJECT_ROOT } from "../../../circuits/tools/project.ts";
import { readWireNames } from "./wire-names.ts";
import { WitnessGenerator } from "./witness-generator.ts";

/**
 * Builds witnesses of a circuit from false inputs.
 *
 * The circuit's own witness generator stops at the first check that fails. So the forger compiles a copy of the sources in
 * which every check (`===`) is blanked out: it computes each wire from false inputs just as a determined prover would,
 * and never complains. Only the constraints of the real circuit can refuse the outcome.
 */
export class Forger implements AsyncDisposable {
  readonly #folder: string;
  readonly #generator: WitnessGenerator;
  readonly #permissiveWires: ReadonlyMap<string, number>;
  readonly #realNames: readonly string[];

  private constructor(
    folder: string,
    generator: WitnessGenerator,
    permissiveWires: ReadonlyMap<string, number>,
    realNames: readonly string[],
  ) {
    this.#folder = folder;
    this.#generator = generator;
    this.#permissiveWires = permissiveWires;
    this.#realNames = realNames;
  }

  /**
   * @param source The real circuit, by its path from the project's root.
   * @param realSymbols Its .sym file.
   */
  static async create(source: string, realSymbols: string): Promise<Forger> {
    await mkdir(join(PROJECT_ROOT, "build"), { recursive: true });
    const folder = await mkdtemp(join(PROJECT_ROOT, "build", "permissive-"));
    for (const copied of new Set([dirname(source), "circuits/lib", "node_modules/circomlib/circuits"])) {
      await copyWithoutChecks(join(PROJECT_ROOT, copied), join(folder, copied));
    }
    const copy = join(relative(PROJECT_ROOT, folder), source);
    const compiled = await compileCircuit(copy, join(folder, "compiled"), "none");
    const realNames: string[] = ["1"];
    for (const [name, wire] of await readWireNames(realSymbols)) if (wire >= 0) realNames[wire] = name;
    const generator = await WitnessGenerator.load(compiled.wasm);
    return new Forger(folder, generator, await readWireNames(compiled.symbols), realNames);
  }

  /**
   * A witness of the real circuit with every wire computed from these inputs.
   *
   * @param overrides Values that replace computed ones, by the signal's full name.
   */
  forge(inputs: object, overrides: Readonly<Record<string, bigint>> = {}): bigint[] {
    this.#generator.run(inputs);
    return Array.from(this.#realNames, (name, wire) => {
      if (wire === 0) return 1n;
      const permissiveWire = this.#permissiveWires.get(name);
      if (permissiveWire === undefined) throw new Error(`The copy without checks has no signal ${name}`);
      return overrides[name] ?? this.#generator.read(permissiveWire);
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
