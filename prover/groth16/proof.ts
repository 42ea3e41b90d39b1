import { MalformedValueError } from "../json/malformed-value-error.ts";
import { Members, type Refusal } from "../json/members.ts";
import { jsonText, parsedJson } from "../json/strict-json.ts";
import { parseG1, parseG2, type G1Coordinates, type G2Coordinates } from "../../circuits/points.ts";

const G1_FORM = "a point of G1: x, y and 1, as decimal texts below the base field's order";
const G2_FORM = "a point of G2: three pairs of decimal texts below the base field's order, the last 1 and 0";

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

/**
 * A proof, or what comes with one, does not have its form. Whether it holds is another question. `path` names the place, such
 * as `review.statement.root`.
 */
export class MalformedProofError extends MalformedValueError {
  override readonly name: string = "MalformedProofError";
}

const refusal: Refusal = (path, expected) => new MalformedProofError(path, expected);

/** Reads a proof's members into a fresh object that holds nothing else. */
export function readProof(members: Members): Groth16Proof {
  const pi_a = parseG1(members.take("pi_a"));
  if (pi_a === undefined) throw members.refuse("pi_a", G1_FORM);
  const pi_b = parseG2(members.take("pi_b"));
  if (pi_b === undefined) throw members.refuse("pi_b", G2_FORM);
  const pi_c = parseG1(members.take("pi_c"));
  if (pi_c === undefined) throw members.refuse("pi_c", G1_FORM);
  if (members.take("protocol") !== "groth16") throw members.refuse("protocol", '"groth16"');
  if (members.take("curve") !== "bn128") throw members.refuse("curve", '"bn128"');
  members.assertAllRead();
  return { pi_a, pi_b, pi_c, protocol: "groth16", curve: "bn128" };
}

/** A proof as JSON: what snarkjs reads and writes. Throws {@link MalformedProofError}. */
export function formatProof(proof: Groth16Proof): string {
  return jsonText(readProof(new Members(proof, "proof", refusal, "value")));
}

/**
 * Reads a proof from JSON, its text or parsed, into a fresh object that holds nothing else.
 *
 * @throws MalformedJsonError, MalformedProofError
 */
export function parseProof(json: unknown): Groth16Proof {
  return readProof(new Members(parsedJson(json), "proof", refusal));
}

/**
 * The proof in the form that the contracts take.
 *
 * @throws MalformedProofError
 */
export function solidityProof(proof: Groth16Proof): SolidityProof {
  const { pi_a, pi_b, pi_c } = readProof(new Members(proof, "proof", refusal, "value"));
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
  const members = new Members(proof, "proof", refusal, "value");
  const [a0, a1] = pairIn(members, "a", members.take("a"), isNumber);
  const [x, y] = pairIn(members, "b", members.take("b"), Array.isArray);
  const [x1, x0] = pairIn(members, "b", x, isNumber);
  const [y1, y0] = pairIn(members, "b", y, isNumber);
  const [c0, c1] = pairIn(members, "c", members.take("c"), isNumber);
  const json = {
    pi_a: [String(a0), String(a1), "1"],
    pi_b: [
      [String(x0), String(x1)],
      [String(y0), String(y1)],
      ["1", "0"],
    ],
    pi_c: [String(c0), String(c1), "1"],
    protocol: "groth16",
    curve: "bn128",
  };
  return readProof(new Members(json, "proof", refusal));
}

const isNumber = (value: unknown): value is bigint => typeof value === "bigint";

function pairIn<Part>(
  members: Members,
  name: string,
  value: unknown,
  is: (part: unknown) => part is Part,
): [Part, Part] {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(is)) {
    throw members.refuse(name, name === "b" ? "two pairs of bigints" : "a pair of bigints");
  }
  return [value[0] as Part, value[1] as Part];
}
