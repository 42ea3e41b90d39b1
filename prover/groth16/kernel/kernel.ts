import { BASE_FIELD_MODULUS, FIELD_MODULUS } from "../../../circuits/field.ts";
import type { FieldArithmetic } from "./arithmetic.ts";
import { ModuleWriter } from "./assembler.ts";
import { writeEncoding } from "./encoding.ts";
import { QuadraticExtension } from "./extension.ts";
import { PrimeField } from "./field.ts";
import { FusedArithmetic } from "./fused-arithmetic.ts";
import { writeGroup } from "./group.ts";
import { IntegerArithmetic } from "./integer-arithmetic.ts";
import type { ArithmeticName } from "./layout.ts";
import { writePolynomials } from "./polynomial.ts";

/** The module's functions. Addresses and counts are whole numbers; see the files that write them. */
export interface KernelFunctions {
  readonly coordinateImport: (from: number, steps: number, factor: number, to: number) => void;
  readonly coordinateExport: (from: number, steps: number, to: number) => void;
  readonly coordinateMultiply: (product: number, left: number, right: number) => void;
  readonly coordinateSquare: (result: number, factor: number) => void;
  readonly coordinateReduce: (result: number, value: number) => void;
  readonly coordinateInvert: (result: number, value: number) => void;
  readonly extensionMultiply: (product: number, left: number, right: number) => void;
  readonly extensionSquare: (result: number, factor: number) => void;
  readonly extensionReduce: (result: number, value: number) => void;
  readonly extensionAdd: (sum: number, left: number, right: number) => void;
  readonly extensionSubtract: (difference: number, left: number, right: number) => void;
  readonly extensionInvert: (result: number, value: number) => void;
  readonly scalarImport: (from: number, steps: number, factor: number, to: number) => void;
  readonly scalarExport: (from: number, steps: number, to: number) => void;
  readonly scalarMultiply: (product: number, left: number, right: number) => void;
  readonly g1Add: (list: number, steps: number, scratch: number, to: number) => number;
  readonly g1Double: (from: number, steps: number, scratch: number, to: number) => number;
  readonly g2Add: (list: number, steps: number, scratch: number, to: number) => number;
  readonly g2Double: (from: number, steps: number, scratch: number, to: number) => number;
  readonly sumRows: (
    coefficients: number,
    variables: number,
    rowLengths: number,
    rows: number,
    to: number,
  ) => void;
  readonly splitStage: (
    elements: number,
    blocks: number,
    half: number,
    roots: number,
    stride: number,
  ) => void;
  readonly joinStage: (elements: number, blocks: number, half: number, roots: number, stride: number) => void;
  readonly multiplyEach: (elements: number, factors: number, count: number) => void;
  readonly multiplyLanes: (from: number, to: number, count: number) => void;
  readonly quotient: (products: number, subtrahends: number, to: number, count: number) => void;
}

/** A module and the first address that it leaves to its user. */
export interface KernelModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly reservedBytes: number;
}

const ARITHMETICS: Readonly<
  Record<ArithmeticName, new (module: ModuleWriter, modulus: bigint) => FieldArithmetic>
> = { fused: FusedArithmetic, integer: IntegerArithmetic };

/** Writes the kernel's module over an arithmetic. The same bytes each time. */
export function writeKernel(arithmetic: ArithmeticName): KernelModule {
  const module = new ModuleWriter();
  const fieldOf = (name: string, modulus: bigint) =>
    new PrimeField(module, name, modulus, new ARITHMETICS[arithmetic](module, modulus));
  const coordinates = fieldOf("coordinate", BASE_FIELD_MODULUS);
  const extension = new QuadraticExtension(module, "extension", coordinates);
  const scalars = fieldOf("scalar", FIELD_MODULUS);
  writeEncoding(module, "coordinate", coordinates);
  writeEncoding(module, "scalar", scalars);
  writeGroup(module, "g1", coordinates);
  writeGroup(module, "g2", extension);
  writePolynomials(module, scalars);
  return { bytes: module.encode(), reservedBytes: module.reservedBytes };
}
