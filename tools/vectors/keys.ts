import { createECDH, createHmac, createPrivateKey, createPublicKey, hkdfSync, pbkdf2Sync } from "node:crypto";

import { blake512 } from "@noble/hashes/blake1.js";
import { getAddress, keccak256 } from "ethers";

import { BABY_JUB_SUBGROUP_ORDER, babyJubPublicKey, FIELD_MODULUS, poseidon } from "./reference.ts";

// Phrases that are public examples already: nothing of value can hang on them.
const EXAMPLE_PHRASES = [
  "test test test test test test test test test test test junk",
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
  "legal winner thank year wave sausage worth useful legal winner thank yellow",
];
const BOOKING_INDICES = [0, 1, 2, 255, 65_536, 2 ** 31 - 1];
const SCOPES = [0n, 1n, 2n ** 160n - 1n];

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const HARDENED = 0x80000000;

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function to32Bytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex");
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function hkdf(input: Uint8Array, info: Uint8Array | string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", input, "aftercare/v1", info, length));
}

function uncompressedPublicKey(privateKey: Buffer): Buffer {
  const ecdh = createECDH("secp256k1");
  ecdh.setPrivateKey(privateKey);
  return ecdh.getPublicKey();
}

function compressedPublicKey(privateKey: Buffer): Buffer {
  const ecdh = createECDH("secp256k1");
  ecdh.setPrivateKey(privateKey);
  return ecdh.getPublicKey(null, "compressed");
}

/** BIP-32 private key derivation, straight from the specification. */
function deriveBip32(seed: Buffer, path: readonly number[]): Buffer {
  const master = createHmac("sha512", "Bitcoin seed").update(seed).digest();
  let key: Buffer = master.subarray(0, 32);
  let chainCode: Buffer = master.subarray(32);
  for (const index of path) {
    const parent = index >= HARDENED ? Buffer.concat([Buffer.of(0), key]) : compressedPublicKey(key);
    const digest = createHmac("sha512", chainCode).update(parent).update(uint32(index)).digest();
    key = to32Bytes((toInteger(digest.subarray(0, 32)) + toInteger(key)) % SECP256K1_ORDER);
    chainCode = digest.subarray(32);
  }
  return key;
}

function addressOf(privateKey: Buffer): string {
  const point = uncompressedPublicKey(privateKey).subarray(1);
  return getAddress(`0x${keccak256(point).slice(-40)}`);
}

/** The secret scalar of EdDSA on Baby Jubjub: BLAKE-512 of the private key, pruned, without its cofactor. */
function secretScalarOf(privateKey: Uint8Array): bigint {
  const hash = blake512(privateKey).slice(0, 32);
  hash[0] = hash[0]! & 0xf8;
  hash[31] = (hash[31]! & 0x7f) | 0x40;
  return (toInteger(Buffer.from(hash.toReversed())) >> 3n) % BABY_JUB_SUBGROUP_ORDER;
}

function x25519PublicKey(secret: Buffer): Buffer {
  const pkcs8Header = Buffer.from("302e020100300506032b656e04220420", "hex");
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Header, secret]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  return publicKey.subarray(-32);
}

const BECH32_CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32_GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function bech32Checksum(values: readonly number[]): number {
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    BECH32_GENERATORS.forEach((generator, bit) => {
      if ((top >>> bit) & 1) checksum ^= generator;
    });
  }
  return checksum;
}

/** Bech32 of 32 bytes, straight from BIP-173. */
function bech32(prefix: string, bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const words = bits.match(/.{1,5}/g)!.map((group) => parseInt(group.padEnd(5, "0"), 2));
  const letters = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const expanded = [...letters.map((code) => code >> 5), 0, ...letters.map((code) => code & 31)];
  const checksum = bech32Checksum([...expanded, ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [0, 1, 2, 3, 4, 5].map((position) => (checksum >> (5 * (5 - position))) & 31);
  return `${prefix}1${[...words, ...tail].map((word) => BECH32_CHARACTERS[word]).join("")}`;
}

/** Every value that docs/protocol.md derives from a recovery phrase. */
export function keyVectors() {
  return EXAMPLE_PHRASES.map((phrase) => {
    const seed = pbkdf2Sync(phrase.normalize("NFKD"), "mnemonic", 2048, 64, "sha512");
    const secretScalar = secretScalarOf(hkdf(seed, "semaphore identity", 32));
    const ageSecret = hkdf(seed, "age identity", 32);
    return {
      phrase,
      identitySecretScalar: secretScalar,
      identityCommitment: poseidon(...babyJubPublicKey(secretScalar)),
      ageIdentity: bech32("age-secret-key-", ageSecret).toUpperCase(),
      ageRecipient: bech32("age", x25519PublicKey(ageSecret)),
      bookings: BOOKING_INDICES.map((index) => {
        const signingKey = deriveBip32(seed, [HARDENED + 44, HARDENED + 60, HARDENED, 0, index]);
        const info = Buffer.concat([Buffer.from("booking secret"), uint32(index)]);
        const secret = toInteger(hkdf(to32Bytes(secretScalar), info, 48)) % FIELD_MODULUS;
        return {
          index,
          address: addressOf(signingKey),
          signingKey: `0x${signingKey.toString("hex")}`,
          secret,
          patientCommitment: poseidon(secret, 0n),
          reviewNullifier: poseidon(secret, 1n),
          claimNullifiers: SCOPES.map((scope) => ({
            scope,
            claimNullifier: poseidon(secret, 2n, scope),
          })),
        };
      }),
    };
  });
}
