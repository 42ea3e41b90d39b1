import { AftercareError } from "./errors.ts";

/** A number that should be a whole number in a stated range is not. */
export class IntegerOutOfRangeError extends AftercareError {
  override readonly name = "IntegerOutOfRangeError";

  constructor(name: string, minimum: number | bigint, maximum: number | bigint) {
    super(`${name} is not a whole number from ${minimum} to ${maximum}.`, "Pass a value inside that range.", {
      name,
      minimum,
      maximum,
    });
  }
}

/** Throws {@link IntegerOutOfRangeError} unless the value is a whole `number` in the range; the error never carries it. */
export function assertInteger(name: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum || value > maximum) {
    throw new IntegerOutOfRangeError(name, minimum, maximum);
  }
}

/** Throws {@link IntegerOutOfRangeError} unless the value is a `bigint` of at most `bits` bits and not negative. */
export function assertUnsigned(name: string, value: bigint, bits: number): void {
  const maximum = (1n << BigInt(bits)) - 1n;
  if (typeof value !== "bigint" || value < 0n || value > maximum)
    throw new IntegerOutOfRangeError(name, 0n, maximum);
}
