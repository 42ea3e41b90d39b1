import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import type { PowersOfTau } from "../manifest.ts";
import { blake2b512OfFile } from "./digest.ts";
import { MissingFileError, UnknownPowersOfTauError } from "./errors.ts";

/** BLAKE2b-512 of each trusted phase-1 file, by file name. */
export type TrustedPowersOfTau = Readonly<Record<string, string>>;

/** @throws {MissingFileError} */
export async function identifyPowersOfTau(path: string): Promise<PowersOfTau> {
  const blake2b512 = await blake2b512OfFile(path).catch((cause: unknown) => {
    throw new MissingFileError(path, "Pass the powers-of-tau file with --ptau.", { cause });
  });
  return { name: basename(path), blake2b512 };
}

/** The files of the public Perpetual Powers of Tau ceremony, finished by Hermez. */
export async function publicPowersOfTau(): Promise<TrustedPowersOfTau> {
  const facts = await readFile(new URL("../ceremony/hermez.json", import.meta.url), "utf8");
  return (JSON.parse(facts) as { blake2b512: TrustedPowersOfTau }).blake2b512;
}

/** @throws {UnknownPowersOfTauError} unless the file's content is one of the trusted ones, whatever it is called. */
export function assertTrusted(powersOfTau: PowersOfTau, path: string, trusted: TrustedPowersOfTau): void {
  if (!Object.values(trusted).includes(powersOfTau.blake2b512)) {
    throw new UnknownPowersOfTauError(path, powersOfTau.blake2b512);
  }
}
