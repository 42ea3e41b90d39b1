import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Hash of a file as lower-case hex, read in pieces: powers-of-tau files reach several gigabytes. */
async function digestOfFile(algorithm: "sha256" | "blake2b512", path: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** SHA-256 of a file, 64 hex digits: how the manifest names artifacts. */
export function sha256OfFile(path: string): Promise<string> {
  return digestOfFile("sha256", path);
}

/** BLAKE2b-512 of a file, 128 hex digits: how the public ceremony names its powers-of-tau files. */
export function blake2b512OfFile(path: string): Promise<string> {
  return digestOfFile("blake2b512", path);
}
