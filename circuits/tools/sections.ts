import { readFile } from "node:fs/promises";

import { MalformedFileError, MissingFileError } from "./errors.ts";

/**
 * Reads the container that .r1cs, .zkey and .ptau files share: four bytes of magic, a version, and numbered sections,
 * each with its length in front (u32 number, u64 length, all little-endian).
 *
 * @returns The content of each section by its number.
 * @throws {MissingFileError} if the file cannot be read, {MalformedFileError} if it is another kind of file or cut short.
 */
export async function readSections(
  path: string,
  magic: "r1cs" | "zkey",
): Promise<ReadonlyMap<number, Buffer>> {
  const file = await readFile(path).catch((cause: unknown) => {
    throw new MissingFileError(path, "Check the path, or make the file with `circuits setup`.", { cause });
  });
  if (file.length < 12 || file.toString("latin1", 0, 4) !== magic) {
    throw new MalformedFileError(path, `it does not begin with "${magic}"`);
  }
  const sectionCount = file.readUInt32LE(8);
  const sections = new Map<number, Buffer>();
  let position = 12;
  for (let index = 0; index < sectionCount; index++) {
    if (position + 12 > file.length) throw new MalformedFileError(path, "it ends inside a section's heading");
    const number = file.readUInt32LE(position);
    const start = position + 12;
    const end = start + Number(file.readBigUInt64LE(position + 4));
    if (end > file.length) throw new MalformedFileError(path, `it ends inside section ${number}`);
    // Readers disagree on which of two sections counts; then a check here would say nothing about what a prover uses.
    if (sections.has(number)) throw new MalformedFileError(path, `it has section ${number} twice`);
    sections.set(number, file.subarray(start, end));
    position = end;
  }
  return sections;
}

/** @throws {MalformedFileError} if the section is missing or shorter than `minimumLength` bytes. */
export function requireSection(
  sections: ReadonlyMap<number, Buffer>,
  path: string,
  number: number,
  minimumLength: number,
): Buffer {
  const section = sections.get(number);
  if (section === undefined || section.length < minimumLength) {
    throw new MalformedFileError(path, `section ${number} is missing or too short`);
  }
  return section;
}
