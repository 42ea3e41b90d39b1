import { readSections } from "../sections.ts";
import { readBinaryFile } from "./binary-file.ts";
import { MalformedFileError } from "./errors.ts";

const HEADER_SECTION = 1;
const HEADER_BYTES = 64;
const CONSTRAINTS_SECTION = 2;

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

/** An .r1cs file: how large its constraint system is, and the constraints as the compiler encodes them. */
export interface ConstraintSystemFile {
  readonly size: ConstraintSystemSize;
  readonly constraints: Buffer;
}

/** @throws {MissingFileError} or {MalformedFileError} */
export async function readConstraintSystem(path: string): Promise<ConstraintSystemFile> {
  const malformed = (problem: string) => new MalformedFileError(path, problem);
  const sections = readSections({ content: await readBinaryFile(path), magic: "r1cs", malformed });
  const section = (number: number, minimumLength: number): Buffer => {
    const content = sections.get(number);
    if (content === undefined || content.length < minimumLength) {
      throw malformed(`section ${number} is missing or too short`);
    }
    return Buffer.from(content.buffer, content.byteOffset, content.length);
  };
  return {
    size: sizeIn(section(HEADER_SECTION, HEADER_BYTES)),
    constraints: section(CONSTRAINTS_SECTION, 0),
  };
}

/** Size of the constraint system in an .r1cs file. */
export async function readConstraintSystemSize(path: string): Promise<ConstraintSystemSize> {
  return (await readConstraintSystem(path)).size;
}

function sizeIn(header: Buffer): ConstraintSystemSize {
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
