import { AftercareError } from "./errors.ts";
import { parseG1, parseG2, type G1Coordinates, type G2Coordinates } from "./points.ts";

/** A Groth16 verification key over BN254 in the JSON form of snarkjs. */
export interface VerificationKey {
  readonly protocol: "groth16";
  readonly curve: "bn128";
  readonly nPublic: number;
  readonly vk_alpha_1: G1Coordinates;
  readonly vk_beta_2: G2Coordinates;
  readonly vk_gamma_2: G2Coordinates;
  readonly vk_delta_2: G2Coordinates;
  /** One point for the constant and one for each public signal. */
  readonly IC: readonly G1Coordinates[];
}

/** A verification key does not have the form it must have. */
export class MalformedVerificationKeyError extends AftercareError {
  override readonly name = "MalformedVerificationKeyError";
  readonly field: string;

  constructor(field: string) {
    super(
      `The verification key is malformed at ${field}.`,
      "Load the key with loadArtifacts or fetchArtifacts.",
      { field },
    );
    this.field = field;
  }
}

/** A verification key's δ equals its γ: phase 2 of its ceremony was skipped, and anyone can forge proofs. */
export class SkippedCeremonyError extends AftercareError {
  override readonly name = "SkippedCeremonyError";

  constructor() {
    super(
      "The verification key comes from a setup whose second phase was skipped: anyone can forge proofs for it.",
      "Use a key with at least one contribution.",
    );
  }
}

/**
 * Reads a verification key from untrusted JSON into a fresh object that holds nothing else.
 *
 * @param publicSignals Number of public signals that the circuit has.
 * @throws MalformedVerificationKeyError, SkippedCeremonyError
 */
export function parseVerificationKey(value: unknown, publicSignals: number): VerificationKey {
  if (typeof value !== "object" || value === null) throw new MalformedVerificationKeyError("the top");
  const own = (field: string): unknown =>
    Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined;
  const required = <Point>(field: string, parse: (point: unknown) => Point | undefined): Point => {
    const point = parse(own(field));
    if (point === undefined) throw new MalformedVerificationKeyError(field);
    return point;
  };
  if (own("protocol") !== "groth16") throw new MalformedVerificationKeyError("protocol");
  if (own("curve") !== "bn128") throw new MalformedVerificationKeyError("curve");
  if (own("nPublic") !== publicSignals) throw new MalformedVerificationKeyError("nPublic");

  const key: VerificationKey = {
    protocol: "groth16",
    curve: "bn128",
    nPublic: publicSignals,
    vk_alpha_1: required("vk_alpha_1", parseG1),
    vk_beta_2: required("vk_beta_2", parseG2),
    vk_gamma_2: required("vk_gamma_2", parseG2),
    vk_delta_2: required("vk_delta_2", parseG2),
    IC: parseConstraintPoints(own("IC"), publicSignals + 1),
  };
  if (String(key.vk_delta_2) === String(key.vk_gamma_2)) throw new SkippedCeremonyError();
  return key;
}

function parseConstraintPoints(value: unknown, count: number): G1Coordinates[] {
  if (!Array.isArray(value) || value.length !== count) throw new MalformedVerificationKeyError("IC");
  return value.map((element: unknown, index) => {
    const point = parseG1(element);
    if (point === undefined) throw new MalformedVerificationKeyError(`IC[${index}]`);
    return point;
  });
}
