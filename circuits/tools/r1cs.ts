import { readSections, requireSection } from "./sections.ts";

const HEADER_SECTION = 1;

/** Size of a constraint system. */
export interface ConstraintSystemSize {
  readonly constraints: number;
  /** Signals of the witness, the constant 1 among them. */
  readonly wires: number;
  readonly publicSignals: number;
  readonly privateInputs: number;
  /** Rows of the proving domain, a power of two: what proving time and key size depend on. */
  readonly domainSize: number;
}

/** Reads the size of a constraint system from the header of an .r1cs file. */
export async function readConstraintSystemSize(path: string): Promise<ConstraintSystemSize> {
  const header = requireSection(await readSections(path, "r1cs"), path, HEADER_SECTION, 64);
  const [wires, publicOutputs, publicInputs, privateInputs] = [36, 40, 44, 48].map((at) =>
    header.readUInt32LE(at),
  ) as [number, number, number, number];
  const constraints = header.readUInt32LE(60);
  const publicSignals = publicOutputs + publicInputs;
  return {
    constraints,
    wires,
    publicSignals,
    privateInputs,
    domainSize: domainSizeFor(constraints, publicSignals),
  };
}

/** Groth16 adds one row for each public signal and one for the constant 1, then rounds up to a power of two. */
function domainSizeFor(constraints: number, publicSignals: number): number {
  return 2 ** Math.ceil(Math.log2(constraints + publicSignals + 1));
}
