import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const WORD_DIGITS = 64;

/** Keccak-256, as contracts hash: `0x` and 64 hex digits. */
export function keccak256(bytes: Uint8Array): string {
  return `0x${bytesToHex(keccak_256(bytes))}`;
}

/**
 * `keccak256(abi.encode(…)) >> 8`: eight bits shorter than the hash, so that it is a field element.
 *
 * @param words Values of static types, each of which `abi.encode` writes as one word: unsigned integers below 2²⁵⁶, and
 * addresses, hashes and other hex strings from `0x` on. The caller has checked that they are.
 */
export function hashToField(words: readonly (bigint | number | string)[]): bigint {
  const encoded = words.map((word) => BigInt(word).toString(16).padStart(WORD_DIGITS, "0")).join("");
  const bytes = Uint8Array.from({ length: encoded.length / 2 }, (_, index) =>
    parseInt(encoded.slice(2 * index, 2 * index + 2), 16),
  );
  return BigInt(keccak256(bytes)) >> 8n;
}
