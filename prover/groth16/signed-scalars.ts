import { FIELD_MODULUS } from "../field.ts";
import { ENCODED_BYTES } from "./kernel/encoding.ts";
import type { Kernel } from "./kernel/instance.ts";
import { closestToZero } from "./kernel/layout.ts";

/**
 * Field elements as the residues closest to zero, which have fewer digits where an element is small or minus small.
 *
 * @param elements 32 bytes each, little-endian, below r.
 * @returns 256 bits in two's complement for each.
 */
export function signedScalars(kernel: Kernel, elements: Uint8Array): Uint32Array<ArrayBuffer> {
  const { numberBytes, pairBytes, montgomeryBits } = kernel.layout;
  const steps = Math.ceil(elements.length / (2 * ENCODED_BYTES));
  return kernel.temporarily(() => {
    const encoded = kernel.allocate(2 * steps * ENCODED_BYTES);
    const numbers = kernel.allocate(2 * steps * numberBytes);
    const factor = kernel.allocate(pairBytes);
    kernel.bytes(encoded, elements.length).set(elements);
    kernel.writePair(factor, closestToZero(1n << (2n * montgomeryBits), FIELD_MODULUS));
    kernel.functions.scalarImport(encoded, steps, factor, numbers);
    kernel.functions.scalarExport(numbers, steps, encoded);
    return kernel.words(encoded, elements.length / 4).slice();
  });
}
