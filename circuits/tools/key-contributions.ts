import { createHash } from "node:crypto";

import { COORDINATE_BYTES, decodeCoordinates, G1_BYTES, G2_BYTES } from "../points.ts";
import { MalformedFileError } from "./errors.ts";

/** One contribution to phase 2, as the proving key itself records it. */
export type KeyContribution =
  | {
      readonly kind: "contribution";
      readonly name: string;
      /** BLAKE2b-512 of the contribution, 128 hex digits: what a contributor publishes. */
      readonly hash: string;
    }
  | {
      readonly kind: "beacon";
      readonly name: string;
      readonly hash: string;
      /** The public random value, hex. */
      readonly randomness: string;
      /** The value was hashed 2^iterationsExponent times. */
      readonly iterationsExponent: number;
    };

const CIRCUIT_HASH_BYTES = 64;
const TRANSCRIPT_HASH_BYTES = 64;
const COUNT_BYTES = 4;

/** Reads the contributions out of a proving key's tenth section. */
export function parseContributions(section: Buffer, path: string): KeyContribution[] {
  let position = 0;
  const take = (length: number): Buffer => {
    if (position + length > section.length) {
      throw new MalformedFileError(path, "its list of contributions is cut short");
    }
    position += length;
    return section.subarray(position - length, position);
  };

  take(CIRCUIT_HASH_BYTES);
  const count = take(COUNT_BYTES).readUInt32LE();
  const contributions: KeyContribution[] = [];
  for (let index = 0; index < count; index++) {
    const hash = createHash("blake2b512");
    // δ after this contribution, then the contributor's public key: s and x·s in G1, and x times a hashed point in G2.
    hash.update(toHashedEncoding(take(3 * G1_BYTES), 1));
    hash.update(toHashedEncoding(take(G2_BYTES), 2));
    hash.update(take(TRANSCRIPT_HASH_BYTES));
    const isBeacon = take(4).readUInt32LE() === 1;
    const { name, randomness, iterationsExponent } = parseParameters(take(take(4).readUInt32LE()), path);
    contributions.push(
      isBeacon
        ? { kind: "beacon", name, hash: hash.digest("hex"), randomness, iterationsExponent }
        : { kind: "contribution", name, hash: hash.digest("hex") },
    );
  }
  return contributions;
}

const NAME_TAG = 1;
const ITERATIONS_TAG = 2;
const RANDOMNESS_TAG = 3;

/** Parameters of a contribution: a tag byte each, then one byte of value (iterations) or of length, and the content. */
function parseParameters(bytes: Buffer, path: string) {
  const parameters = { name: "", randomness: "", iterationsExponent: 0 };
  let position = 0;
  while (position + 1 < bytes.length) {
    const tag = bytes.readUInt8(position);
    const valueOrLength = bytes.readUInt8(position + 1);
    position += 2;
    if (tag === ITERATIONS_TAG) {
      parameters.iterationsExponent = valueOrLength;
      continue;
    }
    const content = bytes.subarray(position, position + valueOrLength);
    position += valueOrLength;
    if (tag === NAME_TAG) parameters.name = content.toString("utf8");
    else if (tag === RANDOMNESS_TAG) parameters.randomness = content.toString("hex");
    else throw new MalformedFileError(path, `a contribution has a parameter of unknown kind ${tag}`);
  }
  return parameters;
}

/**
 * Turns points from the encoding of proving keys into the one that contributions are hashed in: big-endian, and in G2 the
 * imaginary part of a coordinate in front of the real one.
 *
 * @param partsPerCoordinate 1 for points of G1, 2 for points of G2.
 */
function toHashedEncoding(points: Uint8Array, partsPerCoordinate: 1 | 2): Buffer {
  const parts = decodeCoordinates(points).map(bigEndianBytes);
  const coordinates: Buffer[] = [];
  for (let first = 0; first < parts.length; first += partsPerCoordinate) {
    coordinates.push(...parts.slice(first, first + partsPerCoordinate).toReversed());
  }
  return Buffer.concat(coordinates);
}

function bigEndianBytes(coordinate: bigint): Buffer {
  return Buffer.from(coordinate.toString(16).padStart(2 * COORDINATE_BYTES, "0"), "hex");
}
