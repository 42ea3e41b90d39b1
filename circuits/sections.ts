/** What {@link readSections} reads. */
export interface SectionedFile {
  readonly content: Uint8Array;
  /** The first four letters that the file must have. */
  readonly magic: "r1cs" | "zkey";
  /** Makes the error for a file that is malformed, from what is wrong with it. */
  readonly malformed: (problem: string) => Error;
}

/**
 * Reads the container that .r1cs, .zkey and .ptau files share: four bytes of magic, a version, and numbered sections,
 * each with its length in front (u32 number, u64 length, all little-endian).
 *
 * @returns The content of each section by its number, as views into the file.
 * @throws `malformed` if it is another kind of file, cut short, or has a section twice.
 */
export function readSections({ content, magic, malformed }: SectionedFile): ReadonlyMap<number, Uint8Array> {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (content.length < 12 || new TextDecoder().decode(content.subarray(0, 4)) !== magic) {
    throw malformed(`it does not begin with "${magic}"`);
  }
  const sections = new Map<number, Uint8Array>();
  let position = 12;
  for (let remaining = view.getUint32(8, true); remaining > 0; remaining--) {
    if (position + 12 > content.length) throw malformed("it ends inside a section's heading");
    const number = view.getUint32(position, true);
    const start = position + 12;
    const end = start + Number(view.getBigUint64(position + 4, true));
    if (end > content.length) throw malformed(`it ends inside section ${number}`);
    // Readers disagree on which of two sections counts; then a check here would say nothing about what a prover uses.
    if (sections.has(number)) throw malformed(`it has section ${number} twice`);
    sections.set(number, content.subarray(start, end));
    position = end;
  }
  return sections;
}
