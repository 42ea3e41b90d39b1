import { utf8ToBytes } from "@noble/hashes/utils.js";

import { AftercareError } from "./errors.ts";
import { keccak256 } from "./keccak.ts";

/** A value that should be an Ethereum address is not one, or its checksum does not match its letters. */
export class NotAnAddressError extends AftercareError {
  override readonly name = "NotAnAddressError";

  constructor(name: string) {
    super(
      `${name} is not an Ethereum address.`,
      "Pass 0x and forty hex digits, in lower case or with a correct checksum.",
      { name },
    );
  }
}

/** The address in its checksummed form (EIP-55). Throws {@link NotAnAddressError}. */
export function checkedAddress(name: string, address: string): string {
  if (typeof address !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(address)) throw new NotAnAddressError(name);
  const digits = address.slice(2);
  const lower = digits.toLowerCase();
  const hash = keccak256(utf8ToBytes(lower)).slice(2);
  const checksummed = `0x${[...lower]
    .map((digit, index) => (parseInt(hash.charAt(index), 16) >= 8 ? digit.toUpperCase() : digit))
    .join("")}`;
  // In one case there is no checksum.
  const isPlain = digits === lower || digits === digits.toUpperCase();
  if (!isPlain && address !== checksummed) throw new NotAnAddressError(name);
  return checksummed;
}
