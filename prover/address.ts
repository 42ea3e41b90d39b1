import { getAddress } from "ethers/address";
import { isHexString } from "ethers/utils";

import { AftercareError } from "./errors.ts";

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

/** The address in its checksummed form. Throws {@link NotAnAddressError}. */
export function checkedAddress(name: string, address: string): string {
  if (!isHexString(address, 20)) throw new NotAnAddressError(name);
  try {
    return getAddress(address);
  } catch {
    throw new NotAnAddressError(name);
  }
}
