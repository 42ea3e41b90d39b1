import type { AffinePoint, GroupName } from "../curve.ts";
import { FixedBases } from "../fixed-bases.ts";
import { Kernel, type CompiledKernel } from "../kernel/instance.ts";
import type { ConstraintMatrices } from "../../../circuits/proving-key.ts";
import { QuotientPolynomial } from "../quotient.ts";
import { signedScalars } from "../signed-scalars.ts";
import { WitnessProgram, type WitnessInput } from "../witness.ts";

/** A witness in the two forms that proving takes. */
export interface Witness {
  /** 32 bytes for each variable, little-endian. */
  readonly elements: Uint8Array<ArrayBuffer>;
  /** 256 bits for each variable in two's complement, at most r/2 away from zero. */
  readonly scalars: Uint32Array<ArrayBuffer>;
}

/** What one thread can be asked for. Each call is worked off before the next. */
export interface ThreadCalls {
  start(kernel: CompiledKernel): Promise<void>;
  loadProgram(program: { readonly module: WebAssembly.Module; readonly variables: number }): Promise<void>;
  loadConstraints(matrices: ConstraintMatrices): void;
  loadBases(bases: { readonly name: string; readonly group: GroupName; readonly points: Uint8Array }): void;
  fillTable(bases: { readonly name: string }): void;
  witness(input: WitnessInput): Promise<Witness>;
  quotient(witness: Uint8Array): Uint32Array<ArrayBuffer>;
  sum(part: { readonly name: string; readonly scalars: Uint32Array }): AffinePoint;
  /** Wipes what steps before have left of a witness. */
  forget(nothing: undefined): void;
}

/** One thread's share of a key, with a kernel of its own. */
export class ProofThread implements ThreadCalls {
  readonly #bases = new Map<string, FixedBases>();
  #kernel: Kernel | undefined;
  #program: WitnessProgram | undefined;
  #quotient: QuotientPolynomial | undefined;

  async start(kernel: CompiledKernel): Promise<void> {
    this.#kernel = await Kernel.start(kernel);
  }

  async loadProgram({ module, variables }: Parameters<ThreadCalls["loadProgram"]>[0]): Promise<void> {
    this.#program = await WitnessProgram.load(module, variables);
  }

  loadConstraints(matrices: ConstraintMatrices): void {
    this.#quotient = new QuotientPolynomial(this.#kernel!, matrices);
  }

  loadBases({ name, group, points }: Parameters<ThreadCalls["loadBases"]>[0]): void {
    this.#bases.set(name, new FixedBases(this.#kernel!, group, points));
  }

  fillTable({ name }: Parameters<ThreadCalls["fillTable"]>[0]): void {
    this.#bases.get(name)!.fillTable();
  }

  async witness(input: WitnessInput): Promise<Witness> {
    const elements = await this.#program!.compute(input);
    return { elements, scalars: signedScalars(this.#kernel!, elements) };
  }

  quotient(witness: Uint8Array): Uint32Array<ArrayBuffer> {
    return this.#quotient!.scalars(witness);
  }

  sum({ name, scalars }: Parameters<ThreadCalls["sum"]>[0]): AffinePoint {
    return this.#bases.get(name)!.sum(scalars);
  }

  forget(): void {
    this.#kernel?.wipe();
  }
}
