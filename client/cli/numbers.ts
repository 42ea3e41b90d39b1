import { FIELD_MODULUS } from "../../prover/field.ts";
import { UsageError } from "./errors.ts";

/** A whole number of an option, in decimal or, with 0x, in hexadecimal. Throws UsageError. */
export function parseInteger(name: string, text: string): bigint {
  if (!/^(?:[0-9]{1,78}|0x[0-9a-fA-F]{1,64})$/.test(text)) {
    throw new UsageError(`--${name} is not a whole number.`);
  }
  return BigInt(text);
}

/** A field element of an option. Throws UsageError. */
export function parseFieldElement(name: string, text: string): bigint {
  const value = parseInteger(name, text);
  if (value >= FIELD_MODULUS) throw new UsageError(`--${name} is not below the order of the field.`);
  return value;
}

/** A list with the one value of an option, or nothing where the option was not given. */
export function optionalElement(name: string, text: string | undefined): bigint[] | undefined {
  return text === undefined ? undefined : [parseFieldElement(name, text)];
}
