import { join } from "node:path";

import { UsageError } from "../command-line.ts";
import { DEVELOPMENT_POWERS_OF_TAU_FOLDER } from "./project.ts";

/** A circuit with keys of its own. */
export interface Circuit {
  readonly name: string;
  /** File of the main component, relative to the project's root. */
  readonly source: string;
  /** Phase-1 file that its development keys start from: as large as its domain. */
  readonly developmentPowersOfTau: string;
}

function developmentPowersOfTau(exponent: number): string {
  return join(DEVELOPMENT_POWERS_OF_TAU_FOLDER, `development_${exponent}.ptau`);
}

/** Every circuit of the project. */
export const CIRCUITS: readonly Circuit[] = [
  {
    name: "review",
    source: "circuits/review.circom",
    developmentPowersOfTau: developmentPowersOfTau(12),
  },
  {
    name: "claim",
    source: "circuits/claim.circom",
    developmentPowersOfTau: developmentPowersOfTau(13),
  },
];

/** @throws {UsageError} for a name that no circuit has. */
export function circuitNamed(name: string): Circuit {
  const circuit = CIRCUITS.find((candidate) => candidate.name === name);
  if (circuit === undefined) {
    throw new UsageError(
      `There is no circuit "${name}", only ${CIRCUITS.map((known) => known.name).join(", ")}.`,
    );
  }
  return circuit;
}
