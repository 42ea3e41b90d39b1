import { AftercareError, type ErrorDetails } from "../errors.ts";

/** The circom compiler refused a circuit; `compilerOutput` holds what it printed. */
export class CompilationError extends AftercareError {
  override readonly name = "CompilationError";

  constructor(source: string, compilerOutput: string) {
    super(
      `${source} does not compile.\n${compilerOutput}\n`,
      "Correct the circuit where the compiler points.",
      {
        source,
        compilerOutput,
      },
    );
  }
}

/** A file that a command needs is not there or cannot be read. */
export class MissingFileError extends AftercareError {
  override readonly name = "MissingFileError";

  constructor(path: string, remedy: string, options?: ErrorOptions) {
    super(`${path} cannot be read.`, remedy, { path }, options);
  }
}

/** A binary file is not what its name says: wrong magic, a section missing, or cut short. */
export class MalformedFileError extends AftercareError {
  override readonly name = "MalformedFileError";

  constructor(path: string, problem: string) {
    super(`${path} is malformed: ${problem}.`, "Fetch the file again, or rebuild it with `circuits setup`.", {
      path,
    });
  }
}

/** The manifest is not JSON of the expected shape. */
export class InvalidManifestError extends AftercareError {
  override readonly name = "InvalidManifestError";

  constructor(path: string, problem: string) {
    super(
      `${path} is not a valid manifest: ${problem}.`,
      "Restore it from the repository, or run `circuits setup`.",
      {
        path,
      },
    );
  }
}

/** An artifact's bytes are not the ones that the manifest names. */
export class ArtifactHashMismatchError extends AftercareError {
  override readonly name = "ArtifactHashMismatchError";

  constructor(path: string, expected: string, actual: string) {
    super(
      `${path} has another SHA-256 than the manifest says.`,
      "Do not prove or verify with it. Restore the artifacts from the repository.",
      { path, expected, actual },
    );
  }
}

/** What the circuit's source compiles to differs from what the key was made for. */
export class CircuitMismatchError extends AftercareError {
  override readonly name = "CircuitMismatchError";

  constructor(source: string, problem: string, details: ErrorDetails) {
    super(
      `${source} no longer matches its artifacts: ${problem}.`,
      "Undo the change to the circuit, or make new keys with `circuits setup`.",
      { source, ...details },
    );
  }
}

/** The key's δ equals γ: phase 2 was skipped, and anyone can forge proofs for it. */
export class PhaseTwoSkippedError extends AftercareError {
  override readonly name = "PhaseTwoSkippedError";

  constructor(path: string, problem: string) {
    super(
      `${path} comes from a setup whose phase 2 was skipped: ${problem}. Anyone can forge proofs under such a key.`,
      "Never deploy it. Make a key with `circuits setup` or a ceremony.",
      { path },
    );
  }
}

/** The proving key was not derived from this circuit and this powers-of-tau file. */
export class ProvingKeyMismatchError extends AftercareError {
  override readonly name = "ProvingKeyMismatchError";

  constructor(path: string, details: ErrorDetails) {
    super(
      `${path} was not made from this circuit and this powers-of-tau file.`,
      "Do not use it. Restore the artifacts from the repository, or make new ones with `circuits setup`.",
      { path, ...details },
    );
  }
}

/** The verification key does not belong to the proving key. */
export class VerificationKeyMismatchError extends AftercareError {
  override readonly name = "VerificationKeyMismatchError";

  constructor(path: string) {
    super(
      `${path} is not the verification key of the proving key beside it.`,
      "Do not use it. Restore the artifacts from the repository, or make new ones with `circuits setup`.",
      { path },
    );
  }
}

/** A powers-of-tau file is not one of the public ceremony's. */
export class UnknownPowersOfTauError extends AftercareError {
  override readonly name = "UnknownPowersOfTauError";

  constructor(path: string, blake2b512: string) {
    super(
      `${path} is not a file of the public powers-of-tau ceremony.`,
      "Use a powersOfTau28_hez_final_NN.ptau whose BLAKE2b-512 is listed in circuits/ceremony/hermez.json.",
      { path, blake2b512 },
    );
  }
}

/** A powers-of-tau file is not the one that the key was made with. */
export class PowersOfTauMismatchError extends AftercareError {
  override readonly name = "PowersOfTauMismatchError";

  constructor(path: string, expected: string, actual: string) {
    super(
      `${path} is not the powers-of-tau file that the key was made with.`,
      "Pass that file with --ptau.",
      {
        path,
        expected,
        actual,
      },
    );
  }
}

/** A step of the setup could not be carried out. */
export class SetupFailedError extends AftercareError {
  override readonly name = "SetupFailedError";

  constructor(step: string, problem: string, options?: ErrorOptions) {
    super(
      `${step} failed: ${problem}.`,
      "Check the input files and that the powers-of-tau file is large enough.",
      { step },
      options,
    );
  }
}

/** A ceremony's folder or transcript does not allow the step asked for. */
export class CeremonyError extends AftercareError {
  override readonly name = "CeremonyError";

  constructor(problem: string, remedy: string, details: ErrorDetails = {}) {
    super(problem, remedy, details);
  }
}
