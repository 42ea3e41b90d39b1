const CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_LENGTH = 6;

/** One step of the BCH code of BIP-173 over five-bit values. */
function extendChecksum(checksum: number, value: number): number {
  const top = checksum >>> 25;
  const shifted = ((checksum & 0x1ffffff) << 5) ^ value;
  return GENERATORS.reduce((sum, generator, bit) => ((top >>> bit) & 1 ? sum ^ generator : sum), shifted);
}

/** Regroups bytes into five-bit values, the last one padded with zeros. */
function toFiveBitValues(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let buffered = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffered = ((buffered << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      values.push((buffered >>> bits) & 31);
    }
  }
  if (bits > 0) values.push((buffered << (5 - bits)) & 31);
  return values;
}

/** Bech32 (BIP-173) of any number of bytes, in lower case: the encoding of age's keys. */
export function encodeBech32(prefix: string, bytes: Uint8Array): string {
  const letters = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const expandedPrefix = [...letters.map((code) => code >>> 5), 0, ...letters.map((code) => code & 31)];
  const values = toFiveBitValues(bytes);
  const room = Array.from({ length: CHECKSUM_LENGTH }, () => 0);

  const checksum = [...expandedPrefix, ...values, ...room].reduce(extendChecksum, 1) ^ 1;
  const tail = room.map((_, position) => (checksum >>> (5 * (CHECKSUM_LENGTH - 1 - position))) & 31);
  return `${prefix}1${[...values, ...tail].map((value) => CHARACTERS[value]).join("")}`;
}
