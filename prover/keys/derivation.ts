import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { getBytes, toBeHex, toBigInt } from "ethers/utils";

import { FIELD_MODULUS } from "../field.ts";

const SALT = utf8ToBytes("aftercare/v1");

// 128 bits more than the field has: the remainder modulo r is then uniform to within 2⁻¹²⁸.
const WIDE_SECRET_BYTES = 48;

/** HKDF-SHA256 under the protocol's salt. Keys of different purposes differ in `info`. */
export function deriveBytes(input: Uint8Array, info: string, length: number): Uint8Array {
  return hkdf(sha256, input, SALT, utf8ToBytes(info), length);
}

/**
 * The secret of booking `index`, a field element.
 *
 * @param secretScalar Secret scalar of the patient's Semaphore identity.
 */
export function deriveBookingSecret(secretScalar: bigint, index: number): bigint {
  const input = getBytes(toBeHex(secretScalar, 32));
  const info = concatBytes(utf8ToBytes("booking secret"), getBytes(toBeHex(index, 4)));
  return toBigInt(hkdf(sha256, input, SALT, info, WIDE_SECRET_BYTES)) % FIELD_MODULUS;
}
