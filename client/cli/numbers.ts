import { UsageError } from "../../circuits/command-line.ts";
import { FIELD_MODULUS } from "../../circuits/field.ts";

/** A whole number, in decimal or, with 0x, in hexadecimal. Throws UsageError. */
export function parseInteger(text: string, name: string): bigint {
  if (!/^(?:[0-9]{1,78}|0x[0-9a-fA-F]{1,64})$/.test(text)) {
    throw new UsageError(`${name} is not a whole number.`);
  }
  return BigInt(text);
}

/** A field element, written as {@link parseInteger} reads it. Throws UsageError. */
export function parseFieldElement(text: string, name: string): bigint {
  const value = parseInteger(text, name);
  if (value >= FIELD_MODULUS) throw new UsageError(`${name} is not below the order of the field.`);
  return value;
}
