import type { CircuitName } from "../../circuits/manifest.ts";
import { AftercareError } from "../errors.ts";
import { KernelUnsupportedError } from "../groth16/kernel/compile.ts";
import { WorkerStartError } from "../groth16/threads/thread.ts";
import { WitnessError } from "../groth16/witness.ts";

/** The prover was closed. */
export class ProverClosedError extends AftercareError {
  override readonly name = "ProverClosedError";

  constructor() {
    super("This prover is closed.", "Make a new one with createProver.");
  }
}

/** A proof did not finish in time. */
export class ProvingTimeoutError extends AftercareError {
  override readonly name = "ProvingTimeoutError";

  constructor(seconds: number) {
    super(
      `The proof did not finish within ${seconds} seconds.`,
      "In a browser, check the page's Content-Security-Policy: without worker-src 'self' blob: and script-src " +
        "'wasm-unsafe-eval' proving waits for ever without an error. On a slow device, allow more seconds.",
      { seconds },
    );
  }
}

/** A request lacks something that every proof of its kind is made from, or has something else in its place. */
export class IncompleteRequestError extends AftercareError {
  override readonly name = "IncompleteRequestError";

  constructor(member: string) {
    super(`The request has no ${member}, or none that is an object.`, `Pass an object as ${member}.`, {
      member,
    });
  }
}

/** An engine was asked for that there is not. */
export class UnknownEngineError extends AftercareError {
  override readonly name = "UnknownEngineError";

  constructor() {
    super("There is no such engine.", 'Ask for "fast" or "snarkjs", or leave the choice to the library.');
  }
}

/** A time limit is not a number of seconds that a proof could take. */
export class TimeLimitOutOfRangeError extends AftercareError {
  override readonly name = "TimeLimitOutOfRangeError";

  constructor(longest: number) {
    super("The time limit is out of range.", `Pass seconds above 0 and up to ${longest}.`, { longest });
  }
}

/** The caller's signal ended the call. */
export class ProvingAbortedError extends AftercareError {
  override readonly name = "ProvingAbortedError";

  constructor(options?: ErrorOptions) {
    super("Proving was aborted.", "Nothing is left to do; the prover can be used again.", {}, options);
  }
}

/** Proving ended without a proof of the statement that was asked for. */
export class ProvingFailedError extends AftercareError {
  override readonly name = "ProvingFailedError";

  constructor(options?: ErrorOptions) {
    super(
      "The proof could not be made.",
      "Either the artifacts do not fit this version of the library, or the page's Content-Security-Policy lacks " +
        "script-src 'wasm-unsafe-eval'. The error's cause tells which.",
      {},
      options,
    );
  }
}

/** The files are not, or not all, those of the circuit that the artifacts say they are of. */
export class OtherCircuitError extends AftercareError {
  override readonly name = "OtherCircuitError";

  constructor(circuit: CircuitName, options?: ErrorOptions) {
    super(
      `The artifacts are not those of the ${circuit} circuit.`,
      "Load them with loadArtifacts or fetchArtifacts, all files from the same release.",
      { circuit },
      options,
    );
  }
}

const OWN_ERRORS = [
  KernelUnsupportedError,
  OtherCircuitError,
  ProvingAbortedError,
  ProvingFailedError,
  ProvingTimeoutError,
  WorkerStartError,
];

/** What a caller is told of whatever ended an engine's work for a circuit. */
export function asProvingError(error: unknown, circuit: CircuitName): Error {
  const own = OWN_ERRORS.find((kind) => error instanceof kind);
  if (own !== undefined) return error as Error;
  if (error instanceof WitnessError && error.fault === "circuit") {
    return new OtherCircuitError(circuit, { cause: error });
  }
  return new ProvingFailedError({ cause: error });
}
