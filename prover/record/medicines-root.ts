import { InvalidRecordError } from "./errors.ts";

const ROOT = /^0x([0-9a-fA-F]{16})[0-9a-fA-F]{48}$/;

/**
 * First eight bytes, big-endian, of a plan's medicines root.
 *
 * @param root 32 bytes as 0x-prefixed hexadecimal; all zero where the plan has no medicines.
 * @throws InvalidRecordError where it is anything else.
 */
export function medicinesRootPrefix(root: string): bigint {
  const prefix = ROOT.exec(root)?.[1];
  if (prefix === undefined)
    throw new InvalidRecordError("medicinesRootPrefix", "taken from 32 bytes in hexadecimal");
  return BigInt(`0x${prefix}`);
}
