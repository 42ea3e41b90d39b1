import { FIELD_MODULUS } from "../circuits/field.ts";
import { AftercareError } from "./errors.ts";

export { FIELD_MODULUS };

/** A value that should be a field element is negative or not below r. */
export class NotAFieldElementError extends AftercareError {
  override readonly name = "NotAFieldElementError";

  constructor(name: string) {
    super(
      `${name} is not a field element.`,
      "Pass an integer from 0 up to, but not including, the order of the BN254 scalar field.",
      { name },
    );
  }
}

/** Throws {@link NotAFieldElementError} unless `0 ≤ value < r`; the error carries the name, never the value. */
export function assertFieldElement(name: string, value: bigint): void {
  if (typeof value !== "bigint" || value < 0n || value >= FIELD_MODULUS)
    throw new NotAFieldElementError(name);
}
