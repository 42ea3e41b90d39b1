import { FIELD_MODULUS } from "../field.ts";

const ELEMENT_BYTES = 32;
const VERSION = 2;
const SECTIONS = { header: 1, elements: 2 } as const;

// Each section has its number and its length in front.
const SECTION_START_BYTES = 12;
const HEADER_BYTES = 4 + ELEMENT_BYTES + 4;

/**
 * A witness as the file (.wtns) that snarkjs reads.
 *
 * @param witness 32 bytes for each variable, little-endian.
 */
export function witnessFile(witness: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(12 + 2 * SECTION_START_BYTES + HEADER_BYTES + witness.length);
  const view = new DataView(file.buffer);
  let at = 0;
  const word = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const startSection = (number: number, bytes: number): void => {
    word(number);
    view.setBigUint64(at, BigInt(bytes), true);
    at += 8;
  };
  file.set(new TextEncoder().encode("wtns"));
  at += 4;
  word(VERSION);
  word(Object.keys(SECTIONS).length);

  startSection(SECTIONS.header, HEADER_BYTES);
  word(ELEMENT_BYTES);
  for (let index = 0; index < ELEMENT_BYTES; index++) {
    file[at++] = Number((FIELD_MODULUS >> BigInt(8 * index)) & 0xffn);
  }
  word(witness.length / ELEMENT_BYTES);

  startSection(SECTIONS.elements, witness.length);
  file.set(witness, at);
  return file;
}
