import { AftercareError } from "../errors.ts";
import { parseG1, parseG2, type G1Coordinates, type G2Coordinates } from "../../circuits/points.ts";

/** A Groth16 proof over BN254 in the JSON form of snarkjs: decimal strings, projective, the third coordinate 1. */
export interface Groth16Proof {
  readonly pi_a: G1Coordinates;
  readonly pi_b: G2Coordinates;
  readonly pi_c: G1Coordinates;
  readonly protocol: "groth16";
  readonly curve: "bn128";
}

/** A Groth16 proof as the contracts take it: coordinates in the order of the EVM's precompiles. */
export interface SolidityProof {
  readonly a: [bigint, bigint];
  readonly b: [[bigint, bigint], [bigint, bigint]];
  readonly c: [bigint, bigint];
}

/** A proof does not have the form of a Groth16 proof over BN254. Whether it holds is another question. */
export class MalformedProofError extends AftercareError {
  override readonly name = "MalformedProofError";

  constructor(field: string) {
    super(
      `The proof is malformed at ${field}.`,
      "Pass the proof as proveReview returned it, or as proofFromSolidity reads it from the chain.",
      { field },
    );
  }
}

/**
 * Reads a proof from untrusted JSON into a fresh object that holds nothing else.
 *
 * @throws MalformedProofError
 */
export function parseProof(value: unknown): Groth16Proof {
  if (typeof value !== "object" || value === null) throw new MalformedProofError("the top");
  const own = (field: string): unknown =>
    Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined;
  if (own("protocol") !== "groth16") throw new MalformedProofError("protocol");
  if (own("curve") !== "bn128") throw new MalformedProofError("curve");
  const pi_a = parseG1(own("pi_a"));
  if (pi_a === undefined) throw new MalformedProofError("pi_a");
  const pi_b = parseG2(own("pi_b"));
  if (pi_b === undefined) throw new MalformedProofError("pi_b");
  const pi_c = parseG1(own("pi_c"));
  if (pi_c === undefined) throw new MalformedProofError("pi_c");
  return { pi_a, pi_b, pi_c, protocol: "groth16", curve: "bn128" };
}

/**
 * The proof in the form that the contracts take.
 *
 * @throws MalformedProofError
 */
export function solidityProof(proof: Groth16Proof): SolidityProof {
  const { pi_a, pi_b, pi_c } = parseProof(proof);
  const [[x0, x1], [y0, y1]] = pi_b;
  return {
    a: [BigInt(pi_a[0]), BigInt(pi_a[1])],
    // The precompile wants the imaginary part of an extension field element first.
    b: [
      [BigInt(x1), BigInt(x0)],
      [BigInt(y1), BigInt(y0)],
    ],
    c: [BigInt(pi_c[0]), BigInt(pi_c[1])],
  };
}

/**
 * The inverse of {@link solidityProof}: reads a proof from calldata or an event.
 *
 * @throws MalformedProofError
 */
export function proofFromSolidity(proof: SolidityProof): Groth16Proof {
  const { a, b, c } = proof;
  const [[x1, x0], [y1, y0]] = b;
  return parseProof({
    pi_a: [String(a[0]), String(a[1]), "1"],
    pi_b: [
      [String(x0), String(x1)],
      [String(y0), String(y1)],
      ["1", "0"],
    ],
    pi_c: [String(c[0]), String(c[1]), "1"],
    protocol: "groth16",
    curve: "bn128",
  });
}
