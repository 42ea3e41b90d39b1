import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { zKey } from "snarkjs";

import { ProvingKeyMismatchError, SetupFailedError } from "./errors.ts";

/** Collects what snarkjs complains about: it returns a bare code and tells only its logger why. */
class ComplaintLogger {
  readonly complaints: string[] = [];
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(complaint: string): void {
    this.complaints.push(complaint);
  }
}

async function runSetupStep(
  name: string,
  work: (logger: ComplaintLogger) => Promise<unknown>,
): Promise<void> {
  const logger = new ComplaintLogger();
  const result = await work(logger).catch((cause: unknown) => {
    throw new SetupFailedError(name, cause instanceof Error ? cause.message : String(cause), { cause });
  });
  if (!(result instanceof Uint8Array))
    throw new SetupFailedError(name, logger.complaints.join("; ") || "no reason given");
}

/**
 * Writes the key that phase 2 starts from. It must not be used as it is: its δ equals γ.
 *
 * @throws {SetupFailedError} for example if the powers-of-tau file is too small for the circuit.
 */
export async function startProvingKey(r1cs: string, powersOfTau: string, output: string): Promise<void> {
  await runSetupStep("Deriving the key from the circuit", (logger) =>
    zKey.newZKey(r1cs, powersOfTau, output, logger),
  );
}

/**
 * Writes a key with one more secret factor in δ. The factor comes from the operating system's random generator and is
 * forgotten on return.
 *
 * @param name Recorded in the key, at most 64 characters.
 * @param extraEntropy Mixed in beside the system's randomness, never used alone.
 * @throws {SetupFailedError}
 */
export async function contribute(
  input: string,
  output: string,
  name: string,
  extraEntropy = "",
): Promise<void> {
  const entropy = randomBytes(64).toString("hex") + extraEntropy;
  await runSetupStep("The contribution", (logger) => zKey.contribute(input, output, name, entropy, logger));
}

/**
 * Writes a key whose last factor in δ comes from public randomness that nobody could know before the contributions were made.
 *
 * @param randomness Hex, 1 to 255 bytes.
 * @param iterationsExponent The value is hashed 2^iterationsExponent times; 10 to 63.
 * @throws {SetupFailedError}
 */
export async function applyBeacon(
  input: string,
  output: string,
  name: string,
  randomness: string,
  iterationsExponent: number,
): Promise<void> {
  await runSetupStep("The beacon", (logger) =>
    zKey.beacon(input, output, name, randomness, iterationsExponent, logger),
  );
}

/**
 * Checks that a key follows from the circuit and the powers-of-tau file by the contributions that it records.
 *
 * @throws {ProvingKeyMismatchError}
 */
export async function assertDerivedFrom(
  r1cs: string,
  powersOfTau: string,
  provingKey: string,
): Promise<void> {
  const logger = new ComplaintLogger();
  // From memory: snarkjs leaves files open here that it opens itself.
  const [circuit, phaseOne, key] = await Promise.all([r1cs, powersOfTau, provingKey].map(loadForSnarkjs));
  const holds = await zKey.verifyFromR1cs(circuit, phaseOne, key, logger).catch((cause: unknown) => {
    logger.error(cause instanceof Error ? cause.message : String(cause));
    return false;
  });
  if (!holds) throw new ProvingKeyMismatchError(provingKey, { reason: logger.complaints.join("; ") });
}

async function loadForSnarkjs(path: string): Promise<{ type: "mem"; data: Uint8Array }> {
  return { type: "mem", data: new Uint8Array(await readFile(path)) };
}
